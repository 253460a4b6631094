import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import Synchronization

/// One line for each change, for logs and pipes.
final class PlainLines: Sendable {
    private let console: Console
    private let shown = Mutex<[String: String]>([:])

    init(console: Console) { self.console = console }

    func show(_ event: SessionEvent) {
        switch event {
        case .began(let title, let runs, let quote, let folder):
            console.talk("\(title): \(runs.count) runs, quote \(quote.expected), in \(folder)/")
        case .run(let name, let phase):
            let isNew = shown.withLock { shown in
                defer { shown[name] = phase.kind }
                return shown[name] != phase.kind
            }
            if isNew { console.talk("\(name): \(phase.kind)") }
        case .note(let text): console.talk(text)
        case .assembling(let file, let clips): console.talk("\(file): joining \(clips) clips")
        case .assembled(let file, let duration): console.talk("\(file): finished, \(duration)")
        }
    }
}
