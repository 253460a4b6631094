import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import Synchronization

/// Writes a session's events to standard error, one line each, for logs and pipes.
final class PlainEventWriter: Sendable {
    private let console: Console
    /// The last phase written for each run.
    private let shown = Mutex<[String: String]>([:])

    init(console: Console) { self.console = console }

    func show(_ event: SessionEvent) {
        switch event {
        case .began(let title, let runs, let quote, let folder):
            console.message("\(title): \(runs.count) runs, quote \(quote.expected), in \(folder)/")
        case .run(let name, let phase):
            let isNew = shown.withLock { shown in
                defer { shown[name] = phase.kind }
                return shown[name] != phase.kind
            }
            if isNew { console.message("\(name): \(phase.kind)") }
        case .note(let text): console.message(text)
        case .assembling(let file, let clips): console.message("\(file): joining \(clips) clips")
        case .assembled(let file, let duration): console.message("\(file): finished, \(duration)")
        }
    }
}
