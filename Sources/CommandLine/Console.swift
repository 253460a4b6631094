import Glibc

/// Standard output for data, standard error for talk.
struct Console: Sendable {
    /// Writes a line of data; where it can't be written, the command ends: nobody would know.
    func data(_ line: String) {
        guard !write(line + "\n", to: STDOUT_FILENO) else { return }
        let reason = String(cString: strerror(errno))
        talk("dailies: standard output can't be written: \(reason)")
        exit(ExitCode.ourFault.rawValue)
    }

    /// Writes lines of talk; what could command the terminal is shown as "?".
    func talk(_ text: String) { _ = write(printable(text) + "\n", to: STDERR_FILENO) }

    /// Writes talk as it is, such as a display's escape sequences.
    func talkRaw(_ text: String) { _ = write(text, to: STDERR_FILENO) }

    /// Whether talk goes to a person at a terminal.
    var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// The terminal's size in characters; 80 × 24 where it isn't known.
    var size: (columns: Int, rows: Int) {
        var window = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else {
            return (80, 24)
        }
        return (Int(window.ws_col), Int(window.ws_row))
    }

    /// Text without control characters, which names and answers from outside may carry.
    func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.properties.generalCategory == .control
                    return isControl && scalar != "\n" && scalar != "\t" ? "?" : scalar
                }))
    }

    private func write(_ text: String, to descriptor: Int32) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }
}
