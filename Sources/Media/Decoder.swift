internal import CDailiesFFmpeg

/// Owns a decoder of one stream.
package struct Decoder: ~Copyable {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let name: String
    private let cores: SpareCores

    private init(
        adopting context: UnsafeMutablePointer<AVCodecContext>, name: String,
        _ cores: consuming SpareCores
    ) {
        self.context = context
        self.name = name
        self.cores = cores
    }

    /// On how many threads a decoder decodes.
    package enum Threading: Sendable {
        /// One: an error belongs to the packet that was sent last.
        case locatesFaults
        /// Several pictures at once, on the cores that are spare, and on so many even if fewer are.
        ///
        /// An error is reported several packets late, and what a damaged picture shows depends on
        /// the number of threads. Every error that the decoder logs counts as a logged fault.
        ///
        /// H.265 is decoded on one thread: libav notices little damage to it, and then the pictures
        /// would differ from run to run without any sign of it.
        case fast(onAtLeast: Int = 1)
    }

    deinit {
        LibraryLog.stopCounting(context)
        var open: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&open)
    }

    /// Opens the decoder for a stream of `demuxer`.
    ///
    /// - Parameter threading: on how many threads it decodes.
    /// - Throws: `MediaError` with `.unsupported` if this build has no decoder for the codec.
    package static func open(
        _ stream: StreamInfo,
        of demuxer: borrowing Demuxer,
        _ threading: Threading = .locatesFaults
    ) throws(MediaError) -> Decoder {
        LibraryLog.install()
        let parameters = try demuxer.parameters(of: stream.index)
        let name = "\(stream.codec) stream \(stream.index)"
        guard let codec = avcodec_find_decoder(parameters.pointer.pointee.codec_id) else {
            throw MediaError(.unsupported, "decode", name)
        }
        guard let context = avcodec_alloc_context3(codec) else {
            throw MediaError(.noMemory, "decode", name)
        }
        let cores =
            switch threading {
            case .fast(let minimum) where stream.codec != "hevc":
                SpareCores.takeAll(atLeast: minimum)
            case .fast, .locatesFaults: SpareCores.takeOne()
            }
        let threadCount = cores.threadCount
        let decoder = Decoder(adopting: context, name: name, cores)
        try checked(
            avcodec_parameters_to_context(context, parameters.pointer), "set up the decoder of",
            name)
        context.pointee.pkt_timebase = AVRational(
            num: stream.timeBase.numerator, den: stream.timeBase.denominator)
        context.pointee.thread_count = threadCount
        context.pointee.thread_type = FF_THREAD_FRAME
        // If an H.264 stream doesn't specify its reorder depth, libav guesses it and loses pictures
        // whenever it corrects the guess; in strict mode it assumes the most the standard allows.
        context.pointee.strict_std_compliance = FF_COMPLIANCE_STRICT
        // libav's H.265 decoder conceals damage without marking the frame; it only logs it. Some
        // streams carry checksums of their pictures, which it verifies only with this flag.
        if stream.codec == "hevc" { context.pointee.err_recognition |= AV_EF_CRCCHECK }
        if stream.codec == "hevc" || threadCount > 1 { LibraryLog.startCounting(context) }
        if stream.codec == "hevc" { context.pointee.get_buffer2 = Self.clearBuffer }
        try checked(avcodec_open2(context, codec, nil), "open the decoder of", name)
        return decoder
    }

    /// Gives a decoder the memory of a picture, and clears it.
    ///
    /// libav's H.265 decoder leaves the parts of a picture that it can't decode as they were: memory
    /// that held an earlier picture, which one depends on who still uses the pictures before it.
    /// Damage that shows an earlier picture can be invisible.
    private static let clearBuffer:
        @convention(c) (
            UnsafeMutablePointer<AVCodecContext>?, UnsafeMutablePointer<AVFrame>?, Int32
        ) -> Int32 = { context, frame, flags in
            let result = avcodec_default_get_buffer2(context, frame, flags)
            guard result >= 0, let frame else { return result }
            withUnsafePointer(to: frame.pointee.buf) { buffers in
                let count =
                    MemoryLayout.size(ofValue: buffers.pointee)
                    / MemoryLayout<UnsafeMutablePointer<AVBufferRef>?>.stride
                buffers.withMemoryRebound(
                    to: UnsafeMutablePointer<AVBufferRef>?.self, capacity: count
                ) { list in
                    for buffer in UnsafeBufferPointer(start: list, count: count) {
                        guard let buffer, let bytes = buffer.pointee.data else { continue }
                        bytes.update(repeating: 0, count: Int(buffer.pointee.size))
                    }
                }
            }
            return result
        }

    /// Whether it decodes several pictures at once.
    package var isFast: Bool { context.pointee.thread_count > 1 }

    /// The result of asking for the next frame.
    package enum Step: Sendable {
        case frame
        /// The decoder needs another packet first.
        case needsPacket
        /// All frames have been returned.
        case finished
    }

    /// Sends a packet to the decoder.
    package mutating func send(_ packet: borrowing Packet) throws(MediaError) {
        try checked(avcodec_send_packet(context, packet.pointer), "decode", name)
    }

    /// Signals the end of the stream, so that the decoder returns the frames it still holds.
    package func drain() throws(MediaError) {
        try checked(avcodec_send_packet(context, nil), "decode the end of", name)
    }

    /// Returns how many faults the decoder has logged without reporting them otherwise since the
    /// last call.
    package func consumeLoggedFaults() -> Int { LibraryLog.consumeErrorCount(of: context) }

    /// Receives the next decoded frame.
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
