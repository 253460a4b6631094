import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import Foundation
import Synchronization

/// Writes a session's events to standard error, one line each with the time of day, for logs and
/// pipes.
final class PlainEventWriter: Sendable {
    private let console: Console
    private let isVerbose: Bool
    private let now: @Sendable () -> Date
    /// The last phase written for each run.
    private let shown = Mutex<[String: String]>([:])

    init(
        console: Console, isVerbose: Bool = false, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.console = console
        self.isVerbose = isVerbose
        self.now = now
    }

    func show(_ event: SessionEvent) {
        switch event {
        case .began(let title, let runs, let quote, let folder):
            write("\(title): \(runs.count) runs, quote \(quote.expected), in \(folder)/")
        case .run(let name, let phase):
            let isNew = shown.withLock { shown in
                defer { shown[name] = phase.kind }
                return shown[name] != phase.kind
            }
            if isNew { write("\(name): \(phase.kind)") }
        case .assembling(let file, let clips): write("\(file): joining \(clips) clips")
        case .assembled(let file, let duration): write("\(file): finished, \(duration)")
        case .underway, .ended, .note, .ending, .detail:
            if let text = event.message(isVerbose: isVerbose) { write(text) }
        }
    }

    private func write(_ text: String) {
        let time = now().formatted(
            Date.VerbatimFormatStyle(
                format: """
                    \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\
                    \(minute: .twoDigits):\(second: .twoDigits)
                    """,
                timeZone: .current, calendar: .current))
        console.message("\(time)  \(text)")
    }
}
