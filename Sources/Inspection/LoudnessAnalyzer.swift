import DailiesMedia
import DailiesMediaFilter

/// Listens to a film's sound as it is decoded.
final class LoudnessAnalyzer {
    private(set) var meter = LoudnessMeter()
    /// Why nothing more was listened to: something on our side failed.
    private(set) var failure: MediaError?

    func add(_ frame: borrowing Frame, _ stream: StreamInfo) {
        guard failure == nil else { return }
        do { try meter.hear(frame, stream.timeBase) } catch { failure = error }
    }

    /// Takes what the filter still holds.
    func finish() {
        guard failure == nil else { return }
        do { try meter.finish() } catch { failure = error }
    }
}
