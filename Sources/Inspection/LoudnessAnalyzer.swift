import DailiesMedia
import DailiesMediaFilter

/// Measures the loudness of the sound while it is decoded.
final class LoudnessAnalyzer {
    private(set) var meter = LoudnessMeter()
    /// The error that ended the measurement; `nil` if none did.
    private(set) var failure: MediaError?

    func add(_ frame: borrowing Frame, _ stream: StreamInfo) {
        guard failure == nil else { return }
        do { try meter.add(frame, stream.timeBase) } catch { failure = error }
    }

    /// Reads what the filter still holds.
    func finish() {
        guard failure == nil else { return }
        do { try meter.finish() } catch { failure = error }
    }
}
