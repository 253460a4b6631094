import DailiesMediaTime
import DailiesPlanning
import DailiesProduction

/// The state of every run as lines of text; knows neither the terminal nor the clock.
struct RunStatusTable {
    private var heading = ""
    /// Names of the runs, in film order.
    private var runs: [String] = []
    private var phases: [String: (phase: RunPhase, since: ContinuousClock.Instant)] = [:]
    private var assembling: String?
    private var assembled: [String] = []

    mutating func update(_ event: SessionEvent, now: ContinuousClock.Instant = .now) {
        switch event {
        case .began(let title, let runs, let quote, _):
            heading = "\(title): \(runs.count) runs, quote \(quote.expected)"
            self.runs = runs
        case .run(let name, let phase):
            let isSame = phases[name]?.phase.kind == phase.kind
            let since = isSame ? phases[name]?.since ?? now : now
            phases[name] = (phase, since)
        case .underway, .ended, .note, .ending, .detail: break
        case .assembling(let file, let clips): assembling = "joining \(clips) clips into \(file)"
        case .assembled(let file, let duration):
            assembling = nil
            assembled.append("\(file) finished, \(duration)")
        }
    }

    /// The lines to draw, shortened to the terminal's size.
    ///
    /// - Parameters:
    ///   - columns: the length of a line; at least ten characters are used.
    ///   - rows: the number of lines; at least three are used.
    func lines(columns: Int, rows: Int, now: ContinuousClock.Instant) -> [String] {
        let joined = assembled.map { "  ✓ \($0)" } + (assembling.map { ["  … \($0)"] } ?? [])
        // Heading, count and one run always have a line; of many joined files the last are shown.
        let tail = Array(joined.suffix(max(0, rows - 3)))
        let room = max(1, rows - 2 - tail.count)
        // A list that is too long shows the runs under way; the count includes the others.
        let shown = runs.count <= room ? runs : Array(runs.filter(isUnderWay).prefix(room))
        let width = shown.map(\.count).max() ?? 0
        let body = shown.map { name in
            let padded = name + String(repeating: " ", count: width - name.count)
            return "  \(mark(name)) \(padded)  \(status(name, now))"
        }
        return ([heading] + body + tail + [count]).map { $0.shortened(max(10, columns)) }
    }

    private func isUnderWay(_ name: String) -> Bool { phases[name]?.phase.isFinal == false }

    private func mark(_ name: String) -> String {
        guard let phase = phases[name]?.phase else { return "·" }
        if phase.isFinal { return phase.isAccepted ? "✓" : "✗" }
        return "▸"
    }

    private func status(_ name: String, _ now: ContinuousClock.Instant) -> String {
        guard let entry = phases[name] else { return "waiting" }
        guard !entry.phase.isFinal else { return entry.phase.text }
        return "\(entry.phase.text)  \((now - entry.since).components.seconds) s"
    }

    private var count: String {
        let final = runs.filter { phases[$0]?.phase.isFinal == true }
        let accepted = final.count { phases[$0]?.phase.isAccepted == true }
        let underWay = runs.count(where: isUnderWay)
        let waiting = runs.count - final.count - underWay
        return "\(accepted) accepted, \(underWay) under way, \(waiting) waiting"
            + (final.count > accepted ? ", \(final.count - accepted) without a take" : "")
    }
}
