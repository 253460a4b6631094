import DailiesVerification

/// What counts as a black picture: at least 99.95 % of the pixels are below 10 % luma, so that a title on
/// black doesn't.
enum BlackPictures {
    /// The filter that finds them.
    static let chain = "blackdetect=d=0.04:pic_th=0.9995:pix_th=0.10"

    /// The luma below which a pixel is black, of 16 to 235.
    private static let limit: Float = 16 + 0.1 * 219

    /// By how much the means of all blocks exceed the limit together at most if the brighter pixels of a
    /// black picture are white.
    ///
    /// Eight times what equal areas would give: of large pictures only some rows are read, and the areas
    /// of small ones differ in size, so that a pixel can count for up to 6.6 in a picture of 8K.
    private static let mostExcess =
        8 * 0.0005 * (255 - limit) * Float(PictureDigest.blockCount)

    /// Whether the filter may find a picture black; if not, it need not be asked.
    static func mayBeBlack(_ picture: PictureDigest) -> Bool {
        picture.blocks.reduce(0) { $0 + max(0, $1.mean - limit) } <= mostExcess
    }
}
