import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import Foundation
import Synchronization

/// A block of lines on a terminal that is drawn again in place while the session goes on.
final class LiveDisplay: Sendable {
    private let console: Console
    private let state = Mutex(State())

    private struct State {
        var board = RunBoard()
        var drawnLines = 0
        var lastDrawn: ContinuousClock.Instant?
        var isFinished = false
    }

    init(console: Console) {
        self.console = console
        // Times go on while nothing happens.
        let ticker = Thread { [weak self] in
            while let display = self, !display.state.withLock({ $0.isFinished }) {
                display.draw(force: false)
                Thread.sleep(forTimeInterval: 0.2)
            }
        }
        ticker.start()
    }

    func show(_ event: SessionEvent) {
        if case .note(let text) = event {
            say(text)
        } else {
            state.withLock { $0.board.take(event) }
            draw(force: false)
        }
    }

    func finish() {
        draw(force: true)
        state.withLock { $0.isFinished = true }
    }

    /// Puts a lasting line above the block.
    private func say(_ text: String) {
        state.withLock { state in
            console.talkRaw(Self.erase(state.drawnLines) + console.printable(text) + "\n")
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
            let lines = state.board.lines(columns: size.columns - 1, rows: size.rows - 2, now: now)
            console.talkRaw(
                Self.erase(state.drawnLines) + lines.map { console.printable($0) + "\n" }.joined())
            state.drawnLines = lines.count
            state.lastDrawn = now
        }
    }

    /// Goes up over the block and clears to the end of the screen.
    private static func erase(_ lines: Int) -> String {
        lines == 0 ? "" : "\u{1B}[\(lines)F\u{1B}[J"
    }
}
