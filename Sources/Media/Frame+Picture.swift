internal import CDailiesFFmpeg
package import DailiesBitstream

extension Frame {
    /// The format of a decoded picture.
    package var pictureFormat: PictureFormat {
        let frame = pointer.pointee
        var format = PictureFormat(width: width, height: height)
        let name = av_get_pix_fmt_name(AVPixelFormat(frame.format)).map { String(cString: $0) }
        // The same layout under another name, which only says that the range is full.
        let isFull = name?.hasPrefix("yuvj") == true
        format.pixelFormat = isFull ? "yuv" + (name ?? "").dropFirst(4) : name ?? "unknown"
        format.pixelShape = PixelShape(
            Int(frame.sample_aspect_ratio.num), Int(frame.sample_aspect_ratio.den))
        format.colour = VideoColour(
            isFullRange: isFull || frame.color_range == AVCOL_RANGE_JPEG,
            primaries: Int(frame.color_primaries.rawValue),
            transfer: Int(frame.color_trc.rawValue),
            matrix: Int(frame.colorspace.rawValue))
        return format
    }

    /// Whether two fields were taken at two moments.
    package var isInterlaced: Bool { pointer.pointee.interlaced_frame != 0 }

    /// Asks the encoder to begin anew with this picture, so that players can jump to it.
    package func makeKey() { pointer.pointee.pict_type = AV_PICTURE_TYPE_I }

    /// Lets the encoder choose how it codes this picture.
    package func forgetKind() { pointer.pointee.pict_type = AV_PICTURE_TYPE_NONE }
}
