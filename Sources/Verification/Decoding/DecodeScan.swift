import DailiesMedia

/// What decoding a film's picture and sound has shown.
package struct DecodeScan: Sendable {
    /// What came of one stream.
    struct Outcome: Sendable, Hashable {
        /// Pictures or blocks that came out of the decoder.
        var frames = 0
        /// Packets that the decoder refused, and frames that it marked as faulty.
        var faults = PacketScan.Faults()
        /// The codec's name where this build of libav can't decode it.
        var undecodable: String?
    }

    /// Pictures that came out of the decoder.
    package var pictureCount: Int { picture?.frames ?? 0 }

    /// What came of the picture; `nil` where there is none that could be looked at.
    private(set) var picture: Outcome?
    /// What came of the sound.
    private(set) var sound: Outcome?
    /// How loud the decoded sound is.
    private(set) var levels = SoundLevels()
    /// Which pictures were to be decoded.
    let coverage: Coverage
    /// Why decoding ended before the end of the file; `nil` where it didn't.
    private(set) var stopReason: String?

    /// Decodes picture and sound and shows every frame to `watch`.
    init(_ path: String, _ limits: RunningLimits, _ watch: FrameWatch) throws(MediaError) {
        coverage = watch.coverage
        picture = try Self.decode(path, .video, limits, watch.coverage) { frame, stream, place in
            watch.onPicture(frame, stream, place)
        }
        var levels = SoundLevels()
        sound = try Self.decode(path, .audio, limits, .everyPicture) { frame, stream, _ in
            levels.add(frame, stream.timeBase)
            watch.onSound(frame, stream)
        }
        levels.finish()
        self.levels = levels
        stopReason = limits.reason
    }

    private static func decode(
        _ path: String, _ kind: StreamInfo.Kind, _ limits: RunningLimits, _ coverage: Coverage,
        _ see: (borrowing Frame, StreamInfo, FrameWatch.Place) -> Void
    ) throws(MediaError) -> Outcome? {
        var outcome = Outcome()
        do {
            guard var reader = try FrameReader.open(path, kind, shouldStop: limits.shouldStop)
            else { return nil }
            try decode(&reader, limits, coverage, &outcome, see)
        } catch {
            switch error.code {
            case .interrupted: break
            case .unsupported: outcome.undecodable = error.subject
            default: throw error
            }
        }
        return outcome
    }

    private static func decode(
        _ reader: inout FrameReader, _ limits: RunningLimits, _ coverage: Coverage,
        _ outcome: inout Outcome,
        _ see: (borrowing Frame, StreamInfo, FrameWatch.Place) -> Void
    ) throws(MediaError) {
        let stream = reader.stream
        var cursor = CoverageCursor(coverage)
        var place = cursor.place
        let frame = try Frame()
        while limits.reason == nil {
            let step = try reader.step(into: frame) { packet in
                cursor.next(isKey: packet.isKey, presentation: packet.presentation)
            }
            let hasLogged = reader.takeLoggedFaults() > 0
            switch step {
            case .frame:
                outcome.frames += 1
                if frame.isDamaged || hasLogged {
                    outcome.faults.note(frame.presentation.map(stream.timeBase.time), nil)
                }
                see(frame, stream, place)
            case .fault(_, let time, let offset):
                outcome.faults.note(
                    time.map(stream.timeBase.time), offset.map { Evidence(byteOffset: $0) })
            case .gap: place = cursor.place
            case .end: return
            }
        }
    }
}
