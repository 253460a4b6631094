import DailiesBitstream

/// The size of a picture fitted into a frame with another aspect ratio.
struct PictureFit: Hashable {
    /// The scaled width of the whole picture, in pixels of the frame.
    let width: Int
    let height: Int

    /// The displayed size of a picture in square pixels, after rotation.
    static func upright(_ picture: Clip.Picture) -> (width: Int, height: Int) {
        let format = picture.format
        let isTurned = picture.rotation % 180 != 0
        let width = format.width * format.pixelShape.width / format.pixelShape.height
        return isTurned ? (format.height, width) : (width, format.height)
    }

    /// The largest size at which the whole source is visible, or the smallest that fills the frame.
    ///
    /// - Parameters:
    ///   - source: the picture's format after rotation.
    ///   - frame: the film's format after rotation.
    init(_ source: PictureFormat, in frame: PictureFormat, filling: Bool) {
        let (wide, tall) = Self.shapes(source, frame)
        if wide == tall {
            (width, height) = (frame.width, frame.height)
        } else if (wide > tall) != filling {
            // As wide as the frame.
            width = frame.width
            height = Self.even(Double(frame.height) * Double(tall) / Double(wide))
        } else {
            width = Self.even(Double(frame.width) * Double(wide) / Double(tall))
            height = frame.height
        }
    }

    /// Whether two aspect ratios differ by at most 2 %, so that bars would be hairlines.
    static func isHairline(_ source: PictureFormat, _ frame: PictureFormat) -> Bool {
        let (wide, tall) = shapes(source, frame)
        return wide != tall && max(wide, tall) * 50 <= min(wide, tall) * 51
    }

    /// The widths that both would have at a common height.
    private static func shapes(_ source: PictureFormat, _ frame: PictureFormat) -> (Int, Int) {
        (
            source.width * source.pixelShape.width * frame.height * frame.pixelShape.height,
            frame.width * frame.pixelShape.width * source.height * source.pixelShape.height
        )
    }

    private static func even(_ length: Double) -> Int { max(2, Int((length / 2).rounded()) * 2) }
}
