import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import Foundation
import Synchronization

/// A block of lines on a terminal that is redrawn in place while the session runs.
final class LiveDisplay: Sendable {
    private let console: Console
    private let isVerbose: Bool
    private let palette: Palette
    private let state: Mutex<State>

    private struct State {
        var table: RunStatusTable
        var lastDrawn: ContinuousClock.Instant?
        var isFinished = false
    }

    /// - Parameter table: a table that got no event yet.
    init(
        console: Console, environment: [String: String], isVerbose: Bool, table: RunStatusTable
    ) {
        self.console = console
        self.isVerbose = isVerbose
        palette = Palette(environment: environment)
        state = Mutex(State(table: table))
        // The seconds in the block count, and it follows the terminal's size, while no event comes.
        let ticker = Thread { [weak self] in
            while let display = self, !display.state.withLock({ $0.isFinished }) {
                display.draw(force: false)
                Thread.sleep(forTimeInterval: 0.2)
            }
        }
        ticker.start()
    }

    func show(_ event: SessionEvent) {
        state.withLock { $0.table.update(event) }
        let text = event.message(isVerbose: isVerbose).map(console.printable)
        draw(force: text != nil, below: text)
    }

    /// Draws the block a last time, and stops redrawing it.
    func finish() { draw(force: true, isLast: true) }

    /// - Parameter text: stays above the block from now on.
    private func draw(force: Bool, below text: String? = nil, isLast: Bool = false) {
        state.withLock { state in
            if state.isFinished, let text { console.message(text) }
            let now = ContinuousClock.now
            let isTooSoon = state.lastDrawn.map { now - $0 < .milliseconds(80) } ?? false
            guard !state.isFinished, force || !isTooSoon else { return }
            let size = console.size
            let lines = state.table.lines(columns: size.columns - 1, rows: size.rows - 2, now: now)
                .map { StatusLine(text: console.printable($0.text), tone: $0.tone) }
            console.rawMessage(ScreenBlock.frame(lines, below: text, isLast: isLast, palette))
            state.lastDrawn = now
            state.isFinished = isLast
        }
    }
}
