import Synchronization

/// A line on the terminal that counts something; none where nobody looks.
final class CountingLine: Sendable {
    private let count: Int
    private let what: String
    private let console: Console
    private let isShown: Bool
    private let state = Mutex((done: 0, shown: 0))

    /// - Parameters:
    ///   - what: what is counted, in the plural.
    ///   - least: the count from which on there is a line at all.
    init(count: Int, _ what: String, from least: Int, console: Console) {
        self.count = count
        self.what = what
        self.console = console
        isShown = count >= least && console.isTerminal
    }

    /// Takes the line away before data is written.
    func clear() {
        if isShown { console.talkRaw("\r\u{1B}[K") }
    }

    /// Counts one more.
    func advance() { count { $0 + 1 } }

    /// Counts up to a number.
    func reach(_ number: Int) { count { _ in number } }

    /// The line changes a hundred times at the most.
    private func count(_ next: (Int) -> Int) {
        let news = state.withLock { state -> Int? in
            state.done = next(state.done)
            let isNews =
                count < 100 || state.done == count || (state.done - state.shown) * 100 >= count
            guard isNews else { return nil }
            state.shown = state.done
            return state.done
        }
        if isShown, let news { console.talkRaw("\r\(news) of \(count) \(what)") }
    }
}
