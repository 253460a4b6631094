import DailiesBitstream

/// How a picture of one shape stands in a frame of another (pure arithmetic on pixels).
struct PictureFit: Hashable {
    /// The size that the whole picture is brought to, in pixels of the frame.
    let width: Int
    let height: Int

    /// What a viewer sees upright: as many pixels as are stored, of a square shape.
    static func upright(_ picture: Clip.Picture) -> (width: Int, height: Int) {
        let format = picture.format
        let isTurned = picture.rotation % 180 != 0
        let width = format.width * format.pixelShape.width / format.pixelShape.height
        return isTurned ? (format.height, width) : (width, format.height)
    }

    /// The largest size with which all of the source is seen inside the frame, or the smallest with
    /// which it fills the frame.
    ///
    /// - Parameters: both formats as a viewer sees them, upright.
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

    /// Whether two shapes differ so little that bars would be hairlines: by 2 % at most.
    static func isHairline(_ source: PictureFormat, _ frame: PictureFormat) -> Bool {
        let (wide, tall) = shapes(source, frame)
        return wide != tall && max(wide, tall) * 50 <= min(wide, tall) * 51
    }

    /// The two widths that both would have at one common height.
    private static func shapes(_ source: PictureFormat, _ frame: PictureFormat) -> (Int, Int) {
        (
            source.width * source.pixelShape.width * frame.height * frame.pixelShape.height,
            frame.width * frame.pixelShape.width * source.height * source.pixelShape.height
        )
    }

    private static func even(_ length: Double) -> Int { max(2, Int((length / 2).rounded()) * 2) }
}
