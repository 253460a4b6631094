import DailiesVerification

/// What counts as a black picture: at least 99.95 % of the pixels are below 10 % luma, so that a title on
/// black doesn't.
enum BlackPictures {
    /// The filter that finds them.
    static let chain = "blackdetect=d=0.04:pic_th=0.9995:pix_th=0.10"

    /// The luma below which a pixel is black, of 16 to 235.
    private static let limit: Float = 16 + 0.1 * 219

    /// By how much the means of all blocks exceed the limit together if the brighter pixels of a black
    /// picture are white; twice that, as the areas of blocks differ.
    private static let mostExcess =
        2 * 0.0005 * (255 - limit) * Float(PictureDigest.blockCount)

    /// Whether a picture may be black; if not, the filter would find so too.
    static func mayContain(_ picture: PictureDigest) -> Bool {
        picture.blocks.reduce(0) { $0 + max(0, $1.mean - limit) } <= mostExcess
    }
}
