internal import CDailiesFFmpeg

/// Owns a decoder of one stream.
package struct Decoder: ~Copyable {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let name: String

    private init(adopting context: UnsafeMutablePointer<AVCodecContext>, name: String) {
        self.context = context
        self.name = name
    }

    deinit {
        LibraryLog.stopCounting(context)
        var open: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&open)
    }

    /// Opens the decoder for a stream of `demuxer`.
    ///
    /// - Throws: `MediaError` with `.unsupported` where this build has no decoder for the codec.
    package static func open(
        _ stream: StreamInfo,
        of demuxer: borrowing Demuxer
    ) throws(MediaError) -> Decoder {
        let parameters = try demuxer.parameters(of: stream.index)
        let name = "\(stream.codec) stream \(stream.index)"
        guard let codec = avcodec_find_decoder(parameters.pointer.pointee.codec_id) else {
            throw MediaError(.unsupported, "decode", name)
        }
        guard let context = avcodec_alloc_context3(codec) else {
            throw MediaError(.noMemory, "decode", name)
        }
        let decoder = Decoder(adopting: context, name: name)
        try checked(
            avcodec_parameters_to_context(context, parameters.pointer), "set up the decoder of",
            name)
        context.pointee.pkt_timebase = AVRational(
            num: stream.timeBase.numerator, den: stream.timeBase.denominator)
        // One thread: errors then belong to the packet just sent.
        context.pointee.thread_count = 1
        // Where an H.264 stream doesn't say how far pictures are reordered, libav guesses, and loses
        // pictures while it guesses anew; in strict mode it waits as long as the standard allows.
        context.pointee.strict_std_compliance = FF_COMPLIANCE_STRICT
        // libav's H.265 decoder conceals damage and marks no frame: it only logs, and holds pictures
        // against the checksums that some streams carry where it is told to.
        if stream.codec == "hevc" {
            context.pointee.err_recognition |= AV_EF_CRCCHECK
            LibraryLog.startCounting(context)
        }
        try checked(avcodec_open2(context, codec, nil), "open the decoder of", name)
        return decoder
    }

    /// What asking for the next frame can end in.
    package enum Step: Sendable {
        case frame
        /// The decoder wants another packet first.
        case needsPacket
        /// Everything has been given out.
        case finished
    }

    /// Whether its sound comes as planar floats, the layout that `Frame.withSamples` reads.
    package var givesPlanarFloat: Bool { context.pointee.sample_fmt == AV_SAMPLE_FMT_FLTP }

    /// Hands a packet to the decoder.
    package func send(_ packet: borrowing Packet) throws(MediaError) {
        try checked(avcodec_send_packet(context, packet.pointer), "decode", name)
    }

    /// Tells the decoder that no packet follows.
    package func drain() throws(MediaError) {
        try checked(avcodec_send_packet(context, nil), "decode the end of", name)
    }

    /// How many faults the decoder has only logged since this was last asked.
    package func consumeLoggedFaults() -> Int { LibraryLog.consumeErrorCount(of: context) }

    /// Forgets everything, so that decoding can go on at another key frame.
    package func reset() { avcodec_flush_buffers(context) }

    /// Takes the next decoded frame.
    package func receive(into frame: borrowing Frame) throws(MediaError) -> Step {
        let result = avcodec_receive_frame(context, frame.pointer)
        if result == dailies_averror_again { return .needsPacket }
        if result == dailies_averror_eof { return .finished }
        try checked(result, "decode", name)
        if frame.pointer.pointee.pts == dailies_nopts {
            frame.pointer.pointee.pts = frame.pointer.pointee.best_effort_timestamp
        }
        return .frame
    }
}
