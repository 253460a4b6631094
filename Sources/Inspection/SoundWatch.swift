import DailiesMedia
import DailiesMediaFilter

/// Listens to a film's sound as it is decoded: how loud it is, by EBU R 128 (ITU-R BS.1770).
final class SoundWatch {
    /// Integrated loudness, LUFS.
    private(set) var integrated: Double?
    /// Loudness range, LU.
    private(set) var range: Double?
    /// The highest true peak of all channels, as a share of full scale.
    private(set) var truePeak: Double?
    /// Why nothing more was listened to: something on our side failed.
    private(set) var problem: MediaError?

    private var graph: FilterGraph?

    func hear(_ frame: borrowing Frame, _ stream: StreamInfo) {
        guard problem == nil else { return }
        do { try listen(frame, stream) } catch { problem = error }
    }

    private func listen(_ frame: borrowing Frame, _ stream: StreamInfo) throws(MediaError) {
        if graph == nil {
            graph = try FilterGraph.sound(
                "ebur128=metadata=1:peak=true", like: frame, timeBase: stream.timeBase)
        }
        try graph?.send(frame)
        try take()
    }

    /// Takes what the filter still holds.
    func finish() {
        guard problem == nil else { return }
        do {
            try graph?.drain()
            try take()
        } catch {
            problem = error
        }
    }

    private func take() throws(MediaError) {
        while let seen = try graph?.receive() {
            integrated = seen["lavfi.r128.I"].flatMap { Double($0) } ?? integrated
            range = seen["lavfi.r128.LRA"].flatMap { Double($0) } ?? range
            let peaks = seen.filter { $0.key.hasPrefix("lavfi.r128.true_peaks_ch") }
                .compactMap { Double($0.value) }
            truePeak = max(truePeak ?? 0, peaks.max() ?? 0)
        }
    }
}
