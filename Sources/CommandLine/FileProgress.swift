import Synchronization

/// A line on the terminal that counts files, from twenty files on.
final class FileProgress: Sendable {
    private let count: Int
    private let console: Console
    private let isShown: Bool
    private let done = Mutex(0)

    init(count: Int, console: Console) {
        self.count = count
        self.console = console
        isShown = count >= 20 && console.isTerminal
    }

    /// Takes the line away before data is written.
    func clear() {
        if isShown { console.talkRaw("\r\u{1B}[K") }
    }

    /// Counts one file more.
    func advance() {
        let number = done.withLock { done in
            done += 1
            return done
        }
        if isShown { console.talkRaw("\r\(number) of \(count) files") }
    }
}
