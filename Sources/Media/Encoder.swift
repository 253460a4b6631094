internal import CDailiesFFmpeg
package import DailiesBitstream
package import DailiesMediaTime

/// Owns an encoder for pictures or sound.
package struct Encoder: ~Copyable {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let name: String

    private init(adopting context: UnsafeMutablePointer<AVCodecContext>, name: String) {
        self.context = context
        self.name = name
    }

    deinit {
        var open: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&open)
    }

    private static func allocate(_ name: String) throws(MediaError) -> Encoder {
        LibraryLog.install()
        guard let codec = avcodec_find_encoder_by_name(name) else {
            throw MediaError(.unsupported, "encode with", name)
        }
        guard let context = avcodec_alloc_context3(codec) else {
            throw MediaError(.noMemory, "encode with", name)
        }
        return Encoder(adopting: context, name: name)
    }

    private func open(_ options: [String: String]) throws(MediaError) {
        var dictionary: OpaquePointer?
        defer { av_dict_free(&dictionary) }
        for (key, value) in options { av_dict_set(&dictionary, key, value, 0) }
        try checked(avcodec_open2(context, nil, &dictionary), "open the encoder", name)
        // Options that remain in the dictionary are unknown to the encoder.
        if let left = av_dict_get(dictionary, "", nil, AV_DICT_IGNORE_SUFFIX) {
            throw MediaError(.unsupported, "set option \(String(cString: left.pointee.key))", name)
        }
    }

    /// Opens libx264 for pictures at a constant frame rate; `pts` counts frames.
    ///
    /// - Parameter options: libx264's private options, such as `preset` and `crf`.
    package static func x264(
        _ format: PictureFormat,
        frameRate: FrameRate,
        options: [String: String]
    ) throws(MediaError) -> Encoder {
        let encoder = try allocate("libx264")
        let context = encoder.context
        context.pointee.width = Int32(format.width)
        context.pointee.height = Int32(format.height)
        context.pointee.pix_fmt = av_get_pix_fmt(format.pixelFormat)
        context.pointee.time_base = AVRational(
            num: frameRate.denominator, den: frameRate.numerator)
        context.pointee.framerate = AVRational(num: frameRate.numerator, den: frameRate.denominator)
        context.pointee.sample_aspect_ratio = AVRational(
            num: Int32(format.pixelShape.width), den: Int32(format.pixelShape.height))
        let colour = format.colour
        context.pointee.colorspace = AVColorSpace(UInt32(colour.matrix))
        context.pointee.color_primaries = AVColorPrimaries(UInt32(colour.primaries))
        context.pointee.color_trc = AVColorTransferCharacteristic(UInt32(colour.transfer))
        context.pointee.color_range = colour.isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        try encoder.open(options)
        return encoder
    }

    /// Opens libav's AAC-LC encoder for planar float sound; `pts` counts samples.
    package static func aac(
        sampleRate: Int,
        channels: Int,
        bitRate: Int
    ) throws(MediaError) -> Encoder {
        let encoder = try allocate("aac")
        let context = encoder.context
        context.pointee.sample_fmt = AV_SAMPLE_FMT_FLTP
        context.pointee.sample_rate = Int32(sampleRate)
        context.pointee.bit_rate = Int64(bitRate)
        context.pointee.time_base = AVRational(num: 1, den: Int32(sampleRate))
        av_channel_layout_default(&context.pointee.ch_layout, Int32(channels))
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        try encoder.open([:])
        return encoder
    }

    /// Opens the JPEG encoder for full-range 4:2:0 pictures.
    ///
    /// - Parameter quality: 1 (best) to 31.
    package static func jpeg(
        width: Int,
        height: Int,
        quality: Int
    ) throws(MediaError) -> Encoder {
        let encoder = try allocate("mjpeg")
        let context = encoder.context
        context.pointee.width = Int32(width)
        context.pointee.height = Int32(height)
        context.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
        context.pointee.time_base = AVRational(num: 1, den: 25)
        context.pointee.flags |= AV_CODEC_FLAG_QSCALE
        context.pointee.global_quality = Int32(quality) * FF_QP2LAMBDA
        try encoder.open([:])
        return encoder
    }

    /// Opens the PNG encoder for RGB pictures with three bytes per pixel.
    package static func png(width: Int, height: Int) throws(MediaError) -> Encoder {
        let encoder = try allocate("png")
        let context = encoder.context
        context.pointee.width = Int32(width)
        context.pointee.height = Int32(height)
        context.pointee.pix_fmt = AV_PIX_FMT_RGB24
        context.pointee.time_base = AVRational(num: 1, den: 25)
        try encoder.open([:])
        return encoder
    }

    /// The bytes of a file with a single picture; `nil` if the encoder returns none.
    ///
    /// The encoder must be one for files of pictures, and can't be used again.
    package func file(of picture: borrowing Frame) throws(MediaError) -> [UInt8]? {
        picture.pts = 0
        try send(picture)
        try drain()
        let packet = try Packet()
        guard try receive(into: packet) else { return nil }
        return packet.withBytes { Array($0) }
    }

    /// Samples per channel in each audio frame; the last frame may be shorter.
    package var samplesPerFrame: Int { Int(context.pointee.frame_size) }

    /// Padding samples that the encoder inserts before the first real sample.
    package var priming: Int { Int(context.pointee.initial_padding) }

    /// The reorder depth: how many frames decoding runs ahead of display (`has_b_frames`).
    package var reorderDepth: Int { Int(context.pointee.has_b_frames) }

    /// The global header (extradata): the parameter sets as the encoder writes them.
    package var header: [UInt8] {
        Array(
            UnsafeBufferPointer(
                start: context.pointee.extradata, count: Int(context.pointee.extradata_size)))
    }

    /// The codec parameters of the encoded stream, for the muxer.
    package func parameters() throws(MediaError) -> CodecParameters {
        try CodecParameters.of(context)
    }

    /// The time base of the encoded packets.
    package var timeBase: StreamInfo.TimeBase {
        StreamInfo.TimeBase(
            numerator: context.pointee.time_base.num, denominator: context.pointee.time_base.den)
    }

    /// Sends one frame to the encoder.
    package func send(_ frame: borrowing Frame) throws(MediaError) {
        try checked(avcodec_send_frame(context, frame.pointer), "encode with", name)
    }

    /// Signals the end of the stream, so that the encoder returns the packets it still holds.
    package func drain() throws(MediaError) {
        try checked(avcodec_send_frame(context, nil), "finish encoding with", name)
    }

    /// Receives the next encoded packet; `false` if the encoder needs another frame first or is
    /// finished.
    package func receive(into packet: borrowing Packet) throws(MediaError) -> Bool {
        packet.clear()
        let result = avcodec_receive_packet(context, packet.pointer)
        if result == dailies_averror_again || result == dailies_averror_eof { return false }
        try checked(result, "encode with", name)
        return true
    }
}
