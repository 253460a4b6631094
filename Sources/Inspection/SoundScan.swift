import DailiesMedia
import DailiesMediaFilter
import DailiesVerification

/// How loud a soundtrack is, by EBU R 128 (ITU-R BS.1770).
struct SoundScan: Sendable, Hashable {
    /// Integrated loudness, LUFS.
    private(set) var integrated: Double?
    /// Loudness range, LU.
    private(set) var range: Double?
    /// The highest true peak of all channels, as a share of full scale.
    private(set) var truePeak: Double?

    /// Decodes the whole soundtrack; `nil` where there is none.
    init?(_ path: String, _ limits: VerificationLimits) throws {
        guard var reader = try FrameReader.open(path, .audio, passesOverFaults: true) else {
            return nil
        }
        let frame = try Frame()
        guard try reader.next(into: frame) else { return nil }
        let graph = try FilterGraph.sound(
            "ebur128=metadata=1:peak=true", like: frame, timeBase: reader.stream.timeBase)
        let began = ContinuousClock.now
        repeat {
            if let reason = limits.reason(since: began) { throw InspectionEnded(reason: reason) }
            try graph.send(frame)
            try take(graph)
        } while try reader.next(into: frame)
        try graph.drain()
        try take(graph)
    }

    private mutating func take(_ graph: borrowing FilterGraph) throws {
        while let seen = try graph.receive() {
            integrated = seen["lavfi.r128.I"].flatMap { Double($0) } ?? integrated
            range = seen["lavfi.r128.LRA"].flatMap { Double($0) } ?? range
            let peaks = seen.filter { $0.key.hasPrefix("lavfi.r128.true_peaks_ch") }
                .compactMap { Double($0.value) }
            truePeak = max(truePeak ?? 0, peaks.max() ?? 0)
        }
    }
}
