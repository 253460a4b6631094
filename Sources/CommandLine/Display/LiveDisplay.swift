import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import Foundation
import Synchronization

/// A block of lines on a terminal that is redrawn in place while the session runs.
final class LiveDisplay: Sendable {
    private let console: Console
    private let isVerbose: Bool
    private let state = Mutex(State())

    private struct State {
        var table = RunStatusTable()
        var drawnLines = 0
        var lastDrawn: ContinuousClock.Instant?
        var isFinished = false
    }

    init(console: Console, isVerbose: Bool = false) {
        self.console = console
        self.isVerbose = isVerbose
        // The seconds in the block count while no event comes.
        let ticker = Thread { [weak self] in
            while let display = self, !display.state.withLock({ $0.isFinished }) {
                display.draw(force: false)
                Thread.sleep(forTimeInterval: 0.2)
            }
        }
        ticker.start()
    }

    func show(_ event: SessionEvent) {
        if let text = event.message(isVerbose: isVerbose) {
            printAbove(text)
        } else {
            state.withLock { $0.table.update(event) }
            draw(force: false)
        }
    }

    /// Draws the block a last time and stops redrawing it.
    func finish() {
        draw(force: true)
        state.withLock { $0.isFinished = true }
    }

    /// Prints a line above the block, where it stays.
    private func printAbove(_ text: String) {
        state.withLock { state in
            console.rawMessage(Self.erase(state.drawnLines) + console.printable(text) + "\n")
            state.drawnLines = 0
        }
        draw(force: true)
    }

    private func draw(force: Bool) {
        state.withLock { state in
            let now = ContinuousClock.now
            let isTooSoon = state.lastDrawn.map { now - $0 < .milliseconds(80) } ?? false
            guard !state.isFinished, force || !isTooSoon else { return }
            let size = console.size
            let lines = state.table.lines(columns: size.columns - 1, rows: size.rows - 2, now: now)
            console.rawMessage(
                Self.erase(state.drawnLines) + lines.map { console.printable($0) + "\n" }.joined())
            state.drawnLines = lines.count
            state.lastDrawn = now
        }
    }

    /// The escape sequences that move up over the block and clear to the end of the screen.
    private static func erase(_ lines: Int) -> String {
        lines == 0 ? "" : "\u{1B}[\(lines)F\u{1B}[J"
    }
}
