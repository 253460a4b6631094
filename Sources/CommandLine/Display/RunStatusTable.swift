import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesReporting

/// The state of a session as lines of text; knows neither the terminal nor the clock.
struct RunStatusTable: Sendable {
    private(set) var tally: SessionTally
    private var assembling: String?
    private var assembled: [String] = []

    /// The most lines: a block that stays small isn't pushed into the scrollback when the terminal gets
    /// smaller.
    private static let most = 12
    /// The most columns: few terminals are narrower than 80.
    ///
    /// tmux breaks lines again that are longer than a terminal that got narrower, which can push the block's
    /// first line into the scrollback.
    private static let widest = 79

    init(tally: SessionTally = SessionTally()) { self.tally = tally }

    mutating func update(_ event: SessionEvent, now: ContinuousClock.Instant = .now) {
        tally.update(event, now: now)
        switch event {
        case .assembling(let file, let clips):
            assembling = "joining \(clips.of("clip")) into \(file)"
        case .assembled(let file, let duration):
            assembling = nil
            assembled.append("\(file) finished, \(duration)")
        case .began, .run, .reserved, .underway, .ended, .note, .ending, .detail: break
        }
    }

    /// The lines to draw, shortened to the terminal's size; none before the session has begun.
    ///
    /// - Parameters:
    ///   - columns: the length of a line; from 10 to 79 columns are used.
    ///   - rows: the number of lines; from 3 to 12 are used.
    func lines(columns: Int, rows: Int, now: ContinuousClock.Instant) -> [StatusLine] {
        guard !tally.title.isEmpty else { return [] }
        let rows = max(3, min(rows, Self.most))
        let columns = max(10, min(columns, Self.widest))
        let joined =
            assembled.map { StatusLine(text: "  ✓ \($0)", tone: .good) }
            + (assembling.map { [StatusLine(text: "  ▸ \($0)", tone: .active)] } ?? [])
        // The bar, the counts and at least one run have a line. Joined files get up to two of the others,
        // the last ones first.
        let tail = Array(joined.suffix(max(0, min(2, rows - 3))))
        let body = body(room: max(1, rows - 2 - tail.count), now)
        let lines = [bar(columns, now)] + body + tail + [StatusLine(text: counts)]
        return lines.map { StatusLine(text: $0.text.fitted(columns), tone: $0.tone) }
    }

    /// The runs: all if there is room for them, otherwise those under way.
    ///
    /// Where there is no room for these either, the last line counts those that aren't shown.
    private func body(room: Int, _ now: ContinuousClock.Instant) -> [StatusLine] {
        let isWhole = tally.runs.count <= room
        let candidates = isWhole ? tally.runs : tally.underWay
        let shown = candidates.count <= room ? candidates : Array(candidates.prefix(room - 1))
        let width = shown.map(\.cellWidth).max() ?? 0
        let lines = shown.map { name in
            let padded = name + String(repeating: " ", count: width - name.cellWidth)
            let (mark, tone) = mark(name)
            return StatusLine(text: "  \(mark) \(padded)  \(status(name, now))", tone: tone)
        }
        let more = candidates.count - shown.count
        return more == 0
            ? lines : lines + [StatusLine(text: "    +\(more) more under way", tone: .active)]
    }

    private func mark(_ name: String) -> (String, StatusLine.Tone) {
        guard let phase = tally.state(of: name)?.phase else { return ("·", .faint) }
        if phase.isFinal { return phase.isAccepted ? ("✓", .good) : ("✗", .bad) }
        return ("▸", .active)
    }

    private func status(_ name: String, _ now: ContinuousClock.Instant) -> String {
        guard let state = tally.state(of: name) else { return "waiting" }
        guard !state.phase.isFinal else { return state.phase.text }
        return "\(state.phase.text)  \((now - state.since).passedText)"
    }

    /// The title, a bar of the finished runs, the money and the time that is left.
    private func bar(_ columns: Int, _ now: ContinuousClock.Instant) -> StatusLine {
        guard !tally.runs.isEmpty else { return StatusLine(text: tally.title, tone: .heading) }
        var facts = ["\(tally.finished)/\(tally.runs.count)", tally.money]
        if let left = tally.timeLeft(now: now) { facts.append("about \(left.roughText) left") }
        let text = facts.joined(separator: "  ")
        // The title gives way first, then the bar.
        let cells = min(24, columns - text.cellWidth - 4)
        guard cells >= 6 else { return StatusLine(text: text, tone: .heading) }
        let full = tally.finished * cells / tally.runs.count
        let bar =
            "[" + String(repeating: "█", count: full)
            + String(repeating: "░", count: cells - full) + "]"
        let room = columns - text.cellWidth - cells - 6
        let title = room >= 8 ? tally.title.fitted(room) + "  " : ""
        return StatusLine(text: "\(title)\(bar)  \(text)", tone: .heading)
    }

    private var counts: String {
        let underWay = tally.underWay.count
        let failed = tally.finished - tally.accepted
        return "\(tally.accepted) accepted, \(underWay) under way, "
            + "\(tally.runs.count - tally.finished - underWay) waiting"
            + (failed > 0 ? ", \(failed) without a take" : "")
    }
}
