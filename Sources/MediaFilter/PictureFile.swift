package import DailiesMedia

/// Reads picture files for comparison with the pictures of a film.
package enum PictureFile {
    /// Decodes a picture file, cuts off at opposite sides what doesn't fit into a film's shape, and
    /// reduces the rest to a size in the film's colours; `nil` if the filters return no picture.
    ///
    /// - Parameters:
    ///   - bytes: a PNG, JPEG or WebP file.
    ///   - shape: the film's displayed width and height, at least 1.
    ///   - width: the width of the result, and `height` its height, in pixels.
    ///   - hasStandardMatrix: whether the film's colours are those of standard definition.
    /// - Throws: `MediaError` if it can't be decoded.
    package static func reduced(
        _ bytes: [UInt8], shape: (width: Int, height: Int), toWidth width: Int, height: Int,
        hasStandardMatrix: Bool
    ) throws(MediaError) -> Frame? {
        let picture = try Frame.picture(bytes)
        let kept = cropped(picture.width, picture.height, to: shape)
        // The pictures of JPEG and WebP files have the matrix of standard definition.
        let chain =
            "crop=\(kept.width):\(kept.height)"
            + ",scale=in_color_matrix=bt601:in_range=\(picture.isFullRange ? "full" : "limited")"
            + ":flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24"
            + ",scale=\(width):\(height):flags=area+accurate_rnd+full_chroma_int"
            + ":out_color_matrix=\(hasStandardMatrix ? "bt601" : "bt709"):out_range=limited"
            + ",format=yuv420p"
        return try FilterGraph.picture(picture, through: chain)
    }

    /// The largest part of a picture that has a shape.
    private static func cropped(
        _ width: Int, _ height: Int, to shape: (width: Int, height: Int)
    ) -> (width: Int, height: Int) {
        let fitting = (height * shape.width + shape.height / 2) / shape.height
        guard fitting > width else { return (max(1, fitting), height) }
        return (width, max(1, min(height, (width * shape.height + shape.width / 2) / shape.width)))
    }
}
