internal import CDailiesFFmpeg
package import DailiesBitstream
import Glibc

extension Frame {
    /// The format of a decoded picture.
    package var pictureFormat: PictureFormat {
        let frame = pointer.pointee
        var format = PictureFormat(width: width, height: height)
        let name = av_get_pix_fmt_name(AVPixelFormat(frame.format)).map { String(cString: $0) }
        // "yuvj…" is the same layout as "yuv…"; the name only says that the range is full.
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

    /// Whether two pictures have the same format and the same samples.
    package func hasSamePicture(as other: borrowing Frame) -> Bool {
        guard pictureFormat == other.pictureFormat else { return false }
        let format = AVPixelFormat(pointer.pointee.format)
        let planes = max(0, Int(av_pix_fmt_count_planes(format)))
        let chroma = Int(av_pix_fmt_desc_get(format)?.pointee.log2_chroma_h ?? 0)
        return (0..<min(4, planes)).allSatisfy { number in
            let rows = number == 0 || number == 3 ? height : -((-height) >> chroma)
            let bytes = Int(av_image_get_linesize(format, Int32(width), Int32(number)))
            guard let mine = plane(number), let theirs = other.plane(number) else { return false }
            return (0..<rows).allSatisfy { row in
                memcmp(mine.start + row * mine.stride, theirs.start + row * theirs.stride, bytes)
                    == 0
            }
        }
    }

    /// The first byte of a plane (0…3) and its bytes per row; `nil` if there is no such plane.
    ///
    /// The pointer is valid only as long as the frame and its content exist.
    func plane(_ number: Int) -> (start: UnsafeMutablePointer<UInt8>, stride: Int)? {
        let (data, strides) = (pointer.pointee.data, pointer.pointee.linesize)
        let starts = [data.0, data.1, data.2, data.3]
        guard starts.indices.contains(number), let start = starts[number] else { return nil }
        return (start, Int([strides.0, strides.1, strides.2, strides.3][number]))
    }

    /// Whether luma ranges from 0 to 255 instead of 16 to 235.
    package var isFullRange: Bool {
        pointer.pointee.format == AV_PIX_FMT_YUVJ420P.rawValue
            || pointer.pointee.color_range == AVCOL_RANGE_JPEG
    }

    /// Whether the picture consists of two fields captured at different times.
    package var isInterlaced: Bool { pointer.pointee.interlaced_frame != 0 }

    /// Requests a key frame from the encoder for this picture, so that players can seek to it.
    package func requestKeyFrame() { pointer.pointee.pict_type = AV_PICTURE_TYPE_I }

    /// Lets the encoder choose the picture type.
    package func clearPictureType() { pointer.pointee.pict_type = AV_PICTURE_TYPE_NONE }
}
