import DailiesContainer
import DailiesMedia

/// The results of decoding a file's video and audio.
package struct DecodeScan: Sendable {
    /// The result of one stream.
    struct StreamResult: Sendable, Hashable {
        /// Number of pictures or audio blocks that the decoder returned.
        var frames = 0
        /// Packets that the decoder rejected, and frames that it marked as damaged.
        var faults = PacketScan.Faults()
        /// Whether decoding ended at a fault whose place isn't known.
        var hasUnlocatedFaults = false
        /// Pictures that are shown before one that was decoded earlier in display order.
        var disorder = PacketScan.Faults()
        /// The codec's name if this build of libav can't decode it.
        var unsupportedCodec: String?
    }

    /// Number of pictures that the decoder returned.
    package var pictureCount: Int { picture?.frames ?? 0 }

    /// The video's result; `nil` if there is no video stream that could be read.
    private(set) var picture: StreamResult?
    /// The audio's result; `nil` if there is no audio stream that could be read.
    private(set) var sound: StreamResult?
    /// The levels of the decoded audio.
    private(set) var levels = SoundLevels()
    /// How the decoded pictures follow each other.
    package private(set) var sequence = PictureSequence()
    /// Why decoding ended before the end of the file; `nil` if it didn't.
    private(set) var stopReason: String?

    /// Decodes video and audio.
    ///
    /// Pictures are first decoded several at a time, on the cores that are spare. If the decoder then
    /// finds any fault, the file is decoded again from its beginning, one picture at a time, so that
    /// each fault is located and damaged pictures look the same on every machine.
    ///
    /// - Parameter makeObserver: called before each of these passes; the observer gets every frame
    ///   of its pass.
    init(
        _ file: FileBytes, _ limits: RunningLimits, _ makeObserver: () -> FrameObserver
    ) throws(MediaError) {
        var observer = makeObserver()
        try decodePicture(file, limits, .fast(), observer)
        if picture?.hasUnlocatedFaults == true {
            observer = makeObserver()
            try decodePicture(file, limits, .locatesFaults, observer)
        }
        try decodeSound(file, limits, observer)
        stopReason = limits.stopReason
    }

    private mutating func decodePicture(
        _ file: FileBytes, _ limits: RunningLimits, _ threading: Decoder.Threading,
        _ observer: FrameObserver
    ) throws(MediaError) {
        var sequence = PictureSequence()
        picture = try Self.decode(file, .video, limits, threading) {
            frame, stream in
            let digest = observer.reduce(frame, stream)
            sequence.add(digest, at: frame.pts.map(stream.timeBase.time))
            observer.onPicture(frame, stream, digest)
        }
        self.sequence = sequence
    }

    private mutating func decodeSound(
        _ file: FileBytes, _ limits: RunningLimits, _ observer: FrameObserver
    ) throws(MediaError) {
        var levels = SoundLevels()
        sound = try Self.decode(file, .audio, limits, .locatesFaults) { frame, stream in
            levels.add(frame, stream.timeBase)
            observer.onSound(frame, stream)
        }
        levels.finish()
        self.levels = levels
    }

    private static func decode(
        _ file: FileBytes, _ kind: StreamInfo.Kind, _ limits: RunningLimits,
        _ threading: Decoder.Threading,
        _ observe: (borrowing Frame, StreamInfo) -> Void
    ) throws(MediaError) -> StreamResult? {
        var outcome = StreamResult()
        do {
            let opened = try FrameReader.open(
                file, kind, .videos, threading, shouldStop: limits.shouldStop)
            guard var reader = opened else { return nil }
            try decode(&reader, limits, &outcome, observe)
        } catch {
            switch error.code {
            case .interrupted: break
            case .unsupported: outcome.unsupportedCodec = error.subject
            default: throw error
            }
        }
        return outcome
    }

    private static func decode(
        _ reader: inout FrameReader, _ limits: RunningLimits, _ outcome: inout StreamResult,
        _ observe: (borrowing Frame, StreamInfo) -> Void
    ) throws(MediaError) {
        let stream = reader.stream
        let frame = try Frame()
        var lastTime: Int64?
        while limits.stopReason == nil {
            let step = try reader.step(into: frame)
            let hasLogged = reader.consumeLoggedFaults() > 0
            if reader.isFast, hasLogged || step.isFault || frame.isDamaged {
                outcome.hasUnlocatedFaults = true
                return
            }
            switch step {
            case .frame:
                outcome.frames += 1
                if frame.isDamaged || hasLogged {
                    outcome.faults.add(frame.pts.map(stream.timeBase.time), nil)
                }
                // The decoder returns pictures in the order in which they are shown.
                if stream.kind == .video, let time = frame.pts {
                    if let lastTime, time < lastTime {
                        outcome.disorder.add(stream.timeBase.time(time), nil)
                    }
                    lastTime = time
                }
                observe(frame, stream)
            case .fault(_, let time, let offset):
                outcome.faults.add(
                    time.map(stream.timeBase.time), offset.map { Evidence(byteOffset: $0) })
            case .end: return
            }
        }
    }
}
