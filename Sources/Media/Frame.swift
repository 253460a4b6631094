internal import CDailiesFFmpeg

/// One decoded picture or audio frame.
package struct Frame: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFrame>

    /// Allocates an empty frame, for example for a decoder to fill.
    package init() throws(MediaError) {
        guard let pointer = av_frame_alloc() else {
            throw MediaError(.noMemory, "allocate", "frame")
        }
        self.pointer = pointer
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = pointer
        av_frame_free(&frame)
    }

    /// Allocates an 8-bit 4:2:0 picture with uninitialised samples.
    package static func picture(width: Int, height: Int) throws(MediaError) -> Frame {
        try picture(width: width, height: height, fullRange: false)
    }

    /// Allocates an 8-bit 4:2:0 picture with uninitialised samples.
    ///
    /// - Parameter fullRange: whether luma uses the full range 0–255, as in JPEG.
    package static func picture(
        width: Int,
        height: Int,
        fullRange: Bool
    ) throws(MediaError) -> Frame {
        let frame = try Frame()
        frame.pointer.pointee.format =
            (fullRange ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P).rawValue
        frame.pointer.pointee.width = Int32(width)
        frame.pointer.pointee.height = Int32(height)
        try checked(av_frame_get_buffer(frame.pointer, 0), "allocate", "picture")
        return frame
    }

    /// Allocates planar 32-bit float sound with uninitialised samples.
    package static func sound(
        samples: Int,
        channels: Int,
        sampleRate: Int
    ) throws(MediaError) -> Frame {
        let frame = try Frame()
        frame.pointer.pointee.format = AV_SAMPLE_FMT_FLTP.rawValue
        frame.pointer.pointee.nb_samples = Int32(samples)
        frame.pointer.pointee.sample_rate = Int32(sampleRate)
        av_channel_layout_default(&frame.pointer.pointee.ch_layout, Int32(channels))
        try checked(av_frame_get_buffer(frame.pointer, 0), "allocate", "sound")
        return frame
    }

    /// Makes planar 32-bit float sound from the samples of each channel.
    package static func sound(
        _ samples: [[Float]], sampleRate: Int
    ) throws(MediaError) -> Frame {
        let frame = try sound(
            samples: samples.first?.count ?? 0, channels: samples.count, sampleRate: sampleRate)
        for channel in samples.indices {
            frame.withSamples(channel: channel) { _ = $0.update(fromContentsOf: samples[channel]) }
        }
        return frame
    }

    /// Calls `body` with libav's `AVFrame`, for the module that owns filter graphs.
    ///
    /// The pointer must not escape the call.
    package func withPointer<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        body(UnsafeMutableRawPointer(pointer))
    }

    /// The presentation time in the time base of the frame's producer; `nil` if unknown.
    package var pts: Int64? {
        get {
            let time = pointer.pointee.pts
            return time == dailies_nopts ? nil : time
        }
        nonmutating set { pointer.pointee.pts = newValue ?? dailies_nopts }
    }

    /// Pixels across.
    package var width: Int { Int(pointer.pointee.width) }

    /// Pixels down.
    package var height: Int { Int(pointer.pointee.height) }

    /// Samples per channel.
    package var sampleCount: Int { Int(pointer.pointee.nb_samples) }

    /// Samples per channel in one second.
    package var sampleRate: Int { Int(pointer.pointee.sample_rate) }

    /// The number of audio channels.
    package var channelCount: Int { Int(pointer.pointee.ch_layout.nb_channels) }

    /// Whether the pixels are planar 8-bit 4:2:0, the only layout that `withPlane` supports.
    package var isPlanar420: Bool {
        pointer.pointee.format == AV_PIX_FMT_YUV420P.rawValue
            || pointer.pointee.format == AV_PIX_FMT_YUVJ420P.rawValue
    }

    /// Whether the samples are planar 32-bit floats, the only layout that `withSamples` supports.
    package var isPlanarFloat: Bool { pointer.pointee.format == AV_SAMPLE_FMT_FLTP.rawValue }

    /// Whether the decoder marked the frame as corrupt or reported errors while decoding it.
    package var isDamaged: Bool {
        pointer.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
            || pointer.pointee.decode_error_flags != 0
    }

    /// Makes the data writable: copies it if it is shared with another frame.
    package func makeWritable() throws(MediaError) {
        try checked(av_frame_make_writable(pointer), "write", "frame")
    }

    /// Calls `body` with the bytes of plane `index` (0 luma, 1 and 2 chroma) and its bytes per row.
    ///
    /// The buffer must not escape the call: it is valid only as long as the frame and its content
    /// exist. Luma has `height` rows, chroma half as many, rounded up.
    ///
    /// - Returns: the result of `body`; `nil`, without calling it, if the picture isn't planar 8-bit
    ///   4:2:0 or has no such plane.
    @discardableResult
    package func withPlane<Result>(
        _ index: Int,
        _ body: (UnsafeMutableBufferPointer<UInt8>, Int) -> Result
    ) -> Result? {
        guard isPlanar420, let (start, stride) = plane(index), stride > 0 else { return nil }
        let rows = index == 0 ? height : (height + 1) / 2
        return body(UnsafeMutableBufferPointer(start: start, count: stride * rows), stride)
    }

    /// Calls `body` with the samples of one channel; the buffer must not escape the call.
    ///
    /// It is empty if the samples aren't planar floats or there is no such channel.
    package func withSamples<Result>(
        channel: Int,
        _ body: (UnsafeMutableBufferPointer<Float>) -> Result
    ) -> Result {
        guard isPlanarFloat, channel >= 0, channel < channelCount,
            let plane = pointer.pointee.extended_data[channel]
        else { return body(UnsafeMutableBufferPointer(start: nil, count: 0)) }
        let samples = UnsafeMutableRawPointer(plane).assumingMemoryBound(to: Float.self)
        return body(UnsafeMutableBufferPointer(start: samples, count: sampleCount))
    }

    /// Whether `withFloats` supports the layout of the samples.
    package var hasReadableSamples: Bool { Self.readers[pointer.pointee.format] != nil }

    /// Calls `body` with the samples of one channel, converted to floats if necessary.
    ///
    /// The buffer must not escape the call. It is empty if the layout isn't supported or there is no
    /// such channel.
    package func withFloats<Result>(
        channel: Int, _ body: (UnsafeBufferPointer<Float>) -> Result
    ) -> Result {
        if isPlanarFloat { return withSamples(channel: channel) { body(UnsafeBufferPointer($0)) } }
        guard channel >= 0, channel < channelCount,
            let reader = Self.readers[pointer.pointee.format],
            let planes = pointer.pointee.extended_data
        else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
        let isPlanar = av_sample_fmt_is_planar(AVSampleFormat(pointer.pointee.format)) != 0
        guard let plane = planes[isPlanar ? channel : 0] else {
            return body(UnsafeBufferPointer(start: nil, count: 0))
        }
        let step = isPlanar ? 1 : channelCount
        let first = isPlanar ? 0 : channel
        let floats = (0..<sampleCount).map { reader(UnsafeRawPointer(plane), first + $0 * step) }
        return floats.withUnsafeBufferPointer(body)
    }

    /// Functions that read one sample as a fraction of full scale, by `AVSampleFormat`.
    private static let readers: [Int32: @Sendable (UnsafeRawPointer, Int) -> Float] = {
        func integer<Number: FixedWidthInteger & Sendable>(
            _ type: Number.Type
        ) -> @Sendable (UnsafeRawPointer, Int) -> Float {
            { bytes, index in
                let value = bytes.load(fromByteOffset: index * Number.bitWidth / 8, as: type)
                return Float(Double(value) / Double(Number.max))
            }
        }
        let unsigned: @Sendable (UnsafeRawPointer, Int) -> Float = { bytes, index in
            Float(Int(bytes.load(fromByteOffset: index, as: UInt8.self)) - 128) / 127
        }
        let float: @Sendable (UnsafeRawPointer, Int) -> Float = { bytes, index in
            bytes.load(fromByteOffset: index * 4, as: Float.self)
        }
        let double: @Sendable (UnsafeRawPointer, Int) -> Float = { bytes, index in
            Float(bytes.load(fromByteOffset: index * 8, as: Double.self))
        }
        return [
            AV_SAMPLE_FMT_U8.rawValue: unsigned, AV_SAMPLE_FMT_U8P.rawValue: unsigned,
            AV_SAMPLE_FMT_S16.rawValue: integer(Int16.self),
            AV_SAMPLE_FMT_S16P.rawValue: integer(Int16.self),
            AV_SAMPLE_FMT_S32.rawValue: integer(Int32.self),
            AV_SAMPLE_FMT_S32P.rawValue: integer(Int32.self),
            AV_SAMPLE_FMT_FLT.rawValue: float, AV_SAMPLE_FMT_FLTP.rawValue: float,
            AV_SAMPLE_FMT_DBL.rawValue: double, AV_SAMPLE_FMT_DBLP.rawValue: double,
        ]
    }()

    /// Makes this frame share the content of another one.
    package func share(_ other: borrowing Frame) throws(MediaError) {
        av_frame_unref(pointer)
        try checked(av_frame_ref(pointer, other.pointer), "keep", "picture")
    }

    /// Moves the content of another frame into this one; the other is empty afterwards.
    package func move(from other: borrowing Frame) {
        av_frame_unref(pointer)
        av_frame_move_ref(pointer, other.pointer)
    }

    /// Allocates a picture of the same size, format and properties as another, with uninitialised
    /// samples.
    package func allocate(like other: borrowing Frame) throws(MediaError) {
        av_frame_unref(pointer)
        pointer.pointee.format = other.pointer.pointee.format
        pointer.pointee.width = other.pointer.pointee.width
        pointer.pointee.height = other.pointer.pointee.height
        try checked(av_frame_get_buffer(pointer, 0), "allocate", "picture")
        try checked(av_frame_copy_props(pointer, other.pointer), "describe", "picture")
    }

    /// Releases the content.
    package func clear() { av_frame_unref(pointer) }
}
