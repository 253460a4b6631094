import DailiesVerification

/// What counts as a black picture: at least 99.95 % of the pixels are below 10 % luma, so that a title on
/// black doesn't.
enum BlackPictures {
    /// The filter that finds them.
    static let chain = "blackdetect=d=0.04:pic_th=0.9995:pix_th=0.10"

    /// The luma below which a pixel is black, of 16 to 235.
    private static let limit: Float = 16 + 0.1 * 219

    /// An upper bound of what the blocks' means of a black picture exceed the limit by, added up: all its
    /// brighter pixels are white then.
    ///
    /// The factor 8 covers pixels that weigh more than others in the means: only some rows of a large
    /// picture are read, and areas of a small one differ by a row or column. The weight is up to 6.6 times
    /// the average, in a picture of 8K.
    private static let mostExcess =
        8 * 0.0005 * (255 - limit) * Float(PictureDigest.blockCount)

    /// Whether the filter may find a picture black; if not, it need not be asked.
    static func mayBeBlack(_ picture: PictureDigest) -> Bool {
        picture.blocks.reduce(0) { $0 + max(0, $1.mean - limit) } <= mostExcess
    }
}
