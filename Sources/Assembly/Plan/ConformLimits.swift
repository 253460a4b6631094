import DailiesBitstream

/// Rejects clips that can be neither copied nor conformed without looking wrong.
enum ConformLimits {
    /// - Parameters:
    ///   - dissolvedFrames: the number of the clip's frames in its dissolves.
    ///   - isLabelled: whether the film's label is shown in it.
    static func refusals(
        _ clip: Clip, _ reasons: [ClipMismatch], _ format: FilmFormat, dissolvedFrames: Int,
        isLabelled: Bool
    ) -> [ClipMismatch] {
        var list: [ClipMismatch] = []
        func refuse(_ field: String, _ expected: String, _ found: String) {
            list.append(
                ClipMismatch(clip: clip.path, field: field, expected: expected, found: found))
        }
        let colour = clip.picture.format.colour
        let isRendered = !reasons.isEmpty || dissolvedFrames > 0 || isLabelled
        if isRendered, !DisplayedColour.agree(clip.picture.format, format.picture),
            colour.isHighDynamicRange || colour.isWideGamut
                || format.picture.colour.isHighDynamicRange || format.picture.colour.isWideGamut
        {
            // Converting these is an artistic decision (tone mapping).
            let obstacle = clip.obstacles.first.map {
                " where it is encoded, because of its \($0.field) (\($0.found) instead of "
                    + "\($0.expected))"
            }
            let cause =
                obstacle
                ?? (!reasons.isEmpty ? "" : dissolvedFrames > 0 ? " for dissolves" : " for a label")
            refuse(
                "colours", "\(format.picture.colour.description)\(cause)", colour.description)
        }
        if dissolvedFrames > 0, format.picture.pixelFormat != "yuv420p" {
            refuse("pixel format", "yuv420p for dissolves", format.picture.pixelFormat)
        }
        if isLabelled, format.picture.pixelFormat != "yuv420p" {
            refuse("pixel format", "yuv420p for a label", format.picture.pixelFormat)
        }
        // A clip needs a frame of its own beside its dissolves.
        if dissolvedFrames > 0, clip.frameCount <= dissolvedFrames {
            refuse(
                "length", "more than \(dissolvedFrames) frames for its dissolves",
                "\(clip.frameCount) frames")
        }
        if !reasons.isEmpty, !encodable.contains(format.picture.pixelFormat) {
            refuse(
                "pixel format", "one that can be encoded for \(clip.path)",
                format.picture.pixelFormat)
        }
        return list
    }

    /// The pixel formats that Debian's x264 encodes.
    private static let encodable: Set<String> = [
        "yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "yuv422p10le", "yuv444p10le", "gray",
    ]
}
