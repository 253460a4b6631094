package import DailiesMedia

extension Frame {
    /// The picture as the bytes of a PNG file, in its own size and with its colours converted to RGB;
    /// `nil` if the filters or the encoder return none.
    ///
    /// - Parameters:
    ///   - hasStandardMatrix: whether the colours are those of standard definition.
    ///   - isFullRange: whether black is 0 and white 255.
    package func png(
        hasStandardMatrix: Bool, isFullRange: Bool
    ) throws(MediaError) -> [UInt8]? {
        let chain =
            "scale=in_color_matrix=\(hasStandardMatrix ? "bt601" : "bt709")"
            + ":in_range=\(isFullRange ? "full" : "limited")"
            + ":flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24"
        guard let picture = try FilterGraph.picture(self, through: chain) else { return nil }
        return try Encoder.png(width: picture.width, height: picture.height).file(of: picture)
    }
}
