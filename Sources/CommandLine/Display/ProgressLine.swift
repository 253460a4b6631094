import Synchronization

/// A line on the terminal that counts; nothing is written where standard error is no terminal.
final class ProgressLine: Sendable {
    private let count: Int
    private let unit: String
    private let console: Console
    private let isShown: Bool
    private let state = Mutex((done: 0, shown: 0))

    /// - Parameters:
    ///   - count: how many there are in all.
    ///   - unit: what is counted, in the plural.
    ///   - least: the count below which no line is shown.
    init(count: Int, _ unit: String, from least: Int, console: Console) {
        self.count = count
        self.unit = unit
        self.console = console
        isShown = count >= least && console.isTerminal
    }

    /// Removes the line; called before anything else is written.
    func clear() {
        if isShown { console.rawMessage("\r\u{1B}[K") }
    }

    /// Counts one more.
    func advance() { update { $0 + 1 } }

    /// Sets the count.
    func advance(to number: Int) { update { _ in number } }

    /// Writes the line at most a hundred times in all.
    private func update(_ next: (Int) -> Int) {
        let changed = state.withLock { state -> Int? in
            state.done = next(state.done)
            let isDue =
                count < 100 || state.done == count || (state.done - state.shown) * 100 >= count
            guard isDue else { return nil }
            state.shown = state.done
            return state.done
        }
        if isShown, let changed { console.rawMessage("\r\(changed) of \(count) \(unit)") }
    }
}
