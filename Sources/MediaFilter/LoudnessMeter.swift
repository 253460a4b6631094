package import DailiesMedia

/// Measures the loudness of sound according to EBU R 128 (ITU-R BS.1770).
package struct LoudnessMeter: ~Copyable {
    /// Integrated loudness in LUFS.
    package private(set) var integrated: Double?
    /// Loudness range in LU.
    package private(set) var range: Double?
    /// The highest true peak of all channels, as a fraction of full scale.
    package private(set) var truePeak: Double?

    private var graph: FilterGraph?

    package init() {}

    /// Adds the next audio frame, with times in `timeBase`.
    package mutating func add(
        _ frame: borrowing Frame, _ timeBase: StreamInfo.TimeBase
    ) throws(MediaError) {
        if graph == nil {
            graph = try FilterGraph.sound(
                "ebur128=metadata=1:peak=true", like: frame, timeBase: timeBase)
        }
        try graph?.send(frame)
        try update()
    }

    /// Drains the filter after the last audio frame.
    package mutating func finish() throws(MediaError) {
        try graph?.drain()
        try update()
    }

    private mutating func update() throws(MediaError) {
        while let metadata = try graph?.receive() {
            integrated = metadata["lavfi.r128.I"].flatMap { Double($0) } ?? integrated
            range = metadata["lavfi.r128.LRA"].flatMap { Double($0) } ?? range
            let peaks = metadata.filter { $0.key.hasPrefix("lavfi.r128.true_peaks_ch") }
                .compactMap { Double($0.value) }
            truePeak = max(truePeak ?? 0, peaks.max() ?? 0)
        }
    }
}
