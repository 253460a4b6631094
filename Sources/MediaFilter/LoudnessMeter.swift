package import DailiesMedia

/// How loud sound is, by EBU R 128 (ITU-R BS.1770).
package struct LoudnessMeter: ~Copyable {
    /// Integrated loudness, LUFS.
    package private(set) var integrated: Double?
    /// Loudness range, LU.
    package private(set) var range: Double?
    /// The highest true peak of all channels, as a share of full scale.
    package private(set) var truePeak: Double?

    private var graph: FilterGraph?

    package init() {}

    /// Listens to the next block; times are counted in `timeBase`.
    package mutating func hear(
        _ frame: borrowing Frame, _ timeBase: StreamInfo.TimeBase
    ) throws(MediaError) {
        if graph == nil {
            graph = try FilterGraph.sound(
                "ebur128=metadata=1:peak=true", like: frame, timeBase: timeBase)
        }
        try graph?.send(frame)
        try take()
    }

    /// Takes what the filter still holds.
    package mutating func finish() throws(MediaError) {
        try graph?.drain()
        try take()
    }

    private mutating func take() throws(MediaError) {
        while let seen = try graph?.receive() {
            integrated = seen["lavfi.r128.I"].flatMap { Double($0) } ?? integrated
            range = seen["lavfi.r128.LRA"].flatMap { Double($0) } ?? range
            let peaks = seen.filter { $0.key.hasPrefix("lavfi.r128.true_peaks_ch") }
                .compactMap { Double($0.value) }
            truePeak = max(truePeak ?? 0, peaks.max() ?? 0)
        }
    }
}
