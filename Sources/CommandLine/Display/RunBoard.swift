import DailiesMediaTime
import DailiesPlanning
import DailiesProduction

/// Where every run stands, as lines of text: no terminal, no clock of its own.
struct RunBoard {
    private var heading = ""
    private var order: [String] = []
    private var phases: [String: (phase: RunPhase, since: ContinuousClock.Instant)] = [:]
    private var assembling: String?
    private var assembled: [String] = []

    mutating func take(_ event: SessionEvent, now: ContinuousClock.Instant = .now) {
        switch event {
        case .began(let title, let runs, let quote, _):
            heading = "\(title): \(runs.count) runs, quote \(quote.expected)"
            order = runs
        case .run(let name, let phase):
            let isSame = phases[name]?.phase.kind == phase.kind
            let since = isSame ? phases[name]?.since ?? now : now
            phases[name] = (phase, since)
        case .note: break
        case .assembling(let file, let clips): assembling = "joining \(clips) clips into \(file)"
        case .assembled(let file, let duration):
            assembling = nil
            assembled.append("\(file) finished, \(duration)")
        }
    }

    /// The block as it is to be drawn, cut to the terminal's size.
    func lines(columns: Int, rows: Int, now: ContinuousClock.Instant) -> [String] {
        let joined = assembled.map { "  ✓ \($0)" } + (assembling.map { ["  … \($0)"] } ?? [])
        // Heading, count and one run keep their lines; of many joined files the last are shown.
        let tail = Array(joined.suffix(max(0, rows - 3)))
        let room = max(1, rows - 2 - tail.count)
        // A long list shows what is under way; what is done stands in the count.
        let shown = order.count <= room ? order : Array(order.filter(isUnderWay).prefix(room))
        let width = shown.map(\.count).max() ?? 0
        let body = shown.map { name in
            let padded = name + String(repeating: " ", count: width - name.count)
            return "  \(mark(name)) \(padded)  \(words(name, now))"
        }
        return ([heading] + body + tail + [count]).map { $0.shortened(max(10, columns)) }
    }

    private func isUnderWay(_ name: String) -> Bool { phases[name]?.phase.isLast == false }

    private func mark(_ name: String) -> String {
        guard let phase = phases[name]?.phase else { return "·" }
        if phase.isLast { return phase.isGood ? "✓" : "✗" }
        return "▸"
    }

    private func words(_ name: String, _ now: ContinuousClock.Instant) -> String {
        guard let entry = phases[name] else { return "waiting" }
        guard !entry.phase.isLast else { return entry.phase.words }
        return "\(entry.phase.words)  \((now - entry.since).components.seconds) s"
    }

    private var count: String {
        let last = order.filter { phases[$0]?.phase.isLast == true }
        let good = last.count { phases[$0]?.phase.isGood == true }
        let underWay = order.count(where: isUnderWay)
        let waiting = order.count - last.count - underWay
        return "\(good) accepted, \(underWay) under way, \(waiting) waiting"
            + (last.count > good ? ", \(last.count - good) without a take" : "")
    }
}
