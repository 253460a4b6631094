internal import CDailiesFFmpeg
package import DailiesMediaTime

/// The properties of one stream as stated in the file's header, copied out of libav.
package struct StreamInfo: Sendable, Hashable {
    /// The type of a stream's content.
    package enum Kind: Sendable, Hashable {
        case video
        case audio
        /// Cover art or thumbnails.
        case stillPicture
        case other
    }

    /// The stream's index in the file, from 0.
    package let index: Int
    /// The track ID (`tkhd`).
    package let track: Int
    package let kind: Kind
    /// libav's short name, such as `h264`; `codec 12345` for one that this build doesn't know.
    package let codec: String
    /// The name of the profile, if the header specifies it.
    package let profile: String?
    /// The name of the pixel or sample format, if the header specifies it.
    package let format: String?
    /// Whether players choose the track if none is asked for: it is enabled.
    package let isDefault: Bool
    /// Whether the content is encrypted.
    package let isEncrypted: Bool
    /// Whether libavcodec has a decoder for it.
    package let isDecodable: Bool
    /// The decoder configuration, such as the `avcC` box of H.264.
    package let configuration: [UInt8]

    /// Stored pixels, before the sample aspect ratio and the rotation are applied.
    package let width: Int
    package let height: Int
    /// The sample aspect ratio `pixelWidth:pixelHeight`; 1:1 if the file doesn't specify it.
    package let pixelWidth: Int
    package let pixelHeight: Int
    /// Clockwise degrees by which the picture must be rotated for display: 0, 90, 180 or 270.
    package let rotation: Int
    package let averageFrameRate: FrameRate?

    package let sampleRate: Int
    package let channels: Int

    /// The timecode of the first frame, such as `10:00:00:00`; `nil` if the file has none.
    package let timecode: String?

    /// The unit in which the stream's times are counted.
    package let timeBase: TimeBase
    package let start: MediaTime?
    /// The duration stated in the header.
    package let durationFromHeader: MediaTime?
    /// The end time according to the header.
    package var end: MediaTime? { durationFromHeader.map { max($0, $0 + (start ?? .zero)) } }
    /// The number of pictures or audio frames that the header's index lists.
    package let frameCountFromHeader: Int

    /// A time base as in libav: one unit lasts `numerator / denominator` seconds.
    package struct TimeBase: Sendable, Hashable {
        package let numerator: Int32
        package let denominator: Int32

        package init(numerator: Int32, denominator: Int32) {
            self.numerator = numerator
            self.denominator = denominator
        }

        /// The exact time of `count` units.
        package func time(_ count: Int64) -> MediaTime {
            let (value, overflow) = count.multipliedReportingOverflow(by: Int64(numerator))
            return MediaTime(value: overflow ? .max : value, timescale: denominator)
        }
    }
}

extension StreamInfo {
    init(_ stream: UnsafeMutablePointer<AVStream>) {
        let parameters = stream.pointee.codecpar.pointee
        index = Int(stream.pointee.index)
        track = Int(stream.pointee.id)
        let pictures = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS
        switch parameters.codec_type {
        case AVMEDIA_TYPE_VIDEO:
            kind = stream.pointee.disposition & pictures != 0 ? .stillPicture : .video
        case AVMEDIA_TYPE_AUDIO: kind = .audio
        default: kind = .other
        }
        isDefault = stream.pointee.disposition & AV_DISPOSITION_DEFAULT != 0
        codec = Self.codecName(parameters.codec_id)
        profile = avcodec_profile_name(parameters.codec_id, parameters.profile)
            .map { String(cString: $0) }
        format = Self.formatName(parameters)
        isEncrypted =
            [tag("encv"), tag("enca")].contains(parameters.codec_tag)
            || av_stream_get_side_data(stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nil) != nil
        isDecodable = avcodec_find_decoder(parameters.codec_id) != nil
        configuration = Array(
            UnsafeBufferPointer(
                start: parameters.extradata, count: max(0, Int(parameters.extradata_size))))

        width = Int(parameters.width)
        height = Int(parameters.height)
        let shape =
            stream.pointee.sample_aspect_ratio.num > 0
            ? stream.pointee.sample_aspect_ratio : parameters.sample_aspect_ratio
        pixelWidth = shape.num > 0 && shape.den > 0 ? Int(shape.num) : 1
        pixelHeight = shape.num > 0 && shape.den > 0 ? Int(shape.den) : 1
        rotation = Self.rotation(stream)
        averageFrameRate = FrameRate(
            stream.pointee.avg_frame_rate.num, stream.pointee.avg_frame_rate.den)

        timecode = av_dict_get(stream.pointee.metadata, "timecode", nil, 0)
            .map { String(cString: $0.pointee.value) }
        sampleRate = Int(parameters.sample_rate)
        channels = Int(parameters.ch_layout.nb_channels)

        timeBase = TimeBase(
            numerator: stream.pointee.time_base.num, denominator: stream.pointee.time_base.den)
        start =
            stream.pointee.start_time == dailies_nopts
            ? nil : timeBase.time(stream.pointee.start_time)
        durationFromHeader =
            stream.pointee.duration == dailies_nopts || stream.pointee.duration < 0
                || stream.pointee.duration == Self.unknownDuration
            ? nil : timeBase.time(stream.pointee.duration)
        frameCountFromHeader = Int(stream.pointee.nb_frames)
    }

    /// All bits are one: the duration can't be determined (ISO/IEC 14496-12, 8.4.2.3).
    static let unknownDuration = Int64(UInt32.max)

    private static func codecName(_ id: AVCodecID) -> String {
        guard let descriptor = avcodec_descriptor_get(id), let name = descriptor.pointee.name else {
            return "codec \(id.rawValue)"
        }
        return String(cString: name)
    }

    private static func formatName(_ parameters: AVCodecParameters) -> String? {
        guard parameters.format >= 0 else { return nil }
        let name =
            parameters.codec_type == AVMEDIA_TYPE_VIDEO
            ? av_get_pix_fmt_name(AVPixelFormat(parameters.format))
            : av_get_sample_fmt_name(AVSampleFormat(parameters.format))
        return name.map { String(cString: $0) }
    }

    private static func rotation(_ stream: UnsafeMutablePointer<AVStream>) -> Int {
        var size = 0
        guard
            let bytes = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size),
            size >= 9 * MemoryLayout<Int32>.size
        else { return 0 }
        let degrees = bytes.withMemoryRebound(to: Int32.self, capacity: 9) {
            av_display_rotation_get($0)
        }
        // The angle of a singular matrix is NaN.
        guard degrees.isFinite else { return 0 }
        let quarters = Int((-degrees / 90).rounded())
        return ((quarters % 4 + 4) % 4) * 90
    }
}

private func tag(_ text: StaticString) -> UInt32 {
    text.withUTF8Buffer { bytes in
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
