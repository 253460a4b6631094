import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import Foundation
import Synchronization

/// Writes a session's events to standard error, one line each with the time of day, for logs and
/// pipes.
final class PlainEventWriter: Sendable {
    private let console: Console
    private let isVerbose: Bool
    private let now: @Sendable () -> Date
    private let state: Mutex<State>

    private struct State {
        var tally: SessionTally
        /// The last phase written for each run.
        var shown: [String: String] = [:]
        /// The last estimate of the time left, and when it was computed.
        var estimate: (at: ContinuousClock.Instant, left: Duration?)?

        /// The estimated time until the session ends.
        ///
        /// For a list of more than 500 runs it is computed at most once a second, because each computation
        /// goes through all runs.
        mutating func timeLeft(_ now: ContinuousClock.Instant) -> Duration? {
            if tally.runs.count > 500, let estimate, now - estimate.at < .seconds(1) {
                return estimate.left
            }
            let left = tally.timeLeft(now: now)
            estimate = (now, left)
            return left
        }
    }

    init(
        console: Console, isVerbose: Bool = false, tally: SessionTally = SessionTally(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.console = console
        self.isVerbose = isVerbose
        self.now = now
        state = Mutex(State(tally: tally))
    }

    func show(_ event: SessionEvent) {
        let line = state.withLock { state in
            state.tally.update(event, now: .now)
            return Self.text(event, isVerbose: isVerbose, &state)
        }
        if let line { write(line) }
    }

    /// The event for people; `nil` if it isn't shown.
    private static func text(
        _ event: SessionEvent, isVerbose: Bool, _ state: inout State
    ) -> String? {
        switch event {
        case .began(let title, let runs, let quote, let folder):
            return "\(title): \(runs.count.of("run")), quote \(quote.expected), in \(folder)/"
        case .run(let name, let phase):
            guard state.shown.updateValue(phase.kind, forKey: name) != phase.kind else {
                return nil
            }
            guard phase.isFinal else { return "\(name): \(phase.kind)" }
            // A reason may be long: the time and the count don't stand behind it.
            let reason = phase.reason.map { ": \($0)" } ?? ""
            return "\(name): \(phase.outcome)\(progress(name, phase, &state))\(reason)"
        case .assembling(let file, let clips): return "\(file): joining \(clips.of("clip"))"
        case .assembled(let file, let duration): return "\(file): finished, \(duration)"
        case .reserved, .underway, .ended, .note, .ending, .detail:
            return event.message(isVerbose: isVerbose)
        }
    }

    /// How long a finished run took, and how far the session is, with a space before it: " after 72 s (12
    /// of 40 runs, $4.20 of up to $20.00, about 14 min left)".
    ///
    /// Without the count where the session's runs aren't known, as while single takes are downloaded
    /// again; without the time for runs that took less than a second, such as reused takes; without the
    /// time that is left for a run that the session leaves open, because others are likely to follow.
    private static func progress(
        _ name: String, _ phase: RunPhase, _ state: inout State
    ) -> String {
        let now = ContinuousClock.now
        let tally = state.tally
        let passed = tally.state(of: name).map { now - $0.begin } ?? .zero
        var isLeftOpen = false
        if case .open = phase { isLeftOpen = true }
        let facts = [
            "\(tally.finished) of \(tally.runs.count.of("run"))",
            tally.money,
            isLeftOpen ? nil : state.timeLeft(now).map { "about \($0.roughText) left" },
        ].compactMap(\.self)
        return (passed < .seconds(1) ? "" : " after \(passed.passedText)")
            + (tally.runs.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
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
