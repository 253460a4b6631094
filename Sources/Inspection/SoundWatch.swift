import DailiesMedia
import DailiesMediaFilter

/// Listens to a film's sound as it is decoded.
final class SoundWatch {
    private(set) var meter = LoudnessMeter()
    /// Why nothing more was listened to: something on our side failed.
    private(set) var problem: MediaError?

    func hear(_ frame: borrowing Frame, _ stream: StreamInfo) {
        guard problem == nil else { return }
        do { try meter.add(frame, stream.timeBase) } catch { problem = error }
    }

    /// Takes what the filter still holds.
    func finish() {
        guard problem == nil else { return }
        do { try meter.finish() } catch { problem = error }
    }
}
