import DailiesContainer
import Glibc

/// Standard output for data, standard error for messages.
struct Console: Sendable {
    /// Writes a line to standard output.
    ///
    /// Where that fails the process ends with exit code 70: otherwise a script would go on with
    /// incomplete data. Where the reader went away, as `head` does, it ends without a word, as a program
    /// that SIGPIPE ends.
    func output(_ line: String) {
        guard !write(line + "\n", to: STDOUT_FILENO) else { return }
        guard errno != EPIPE else { exit(128 + SIGPIPE) }
        let reason = String(cString: strerror(errno))
        message("dailies: standard output can't be written: \(reason)")
        exit(ExitCode.ourFault.rawValue)
    }

    /// Writes an event to standard output; an event that can't be written is lost, and the session
    /// goes on.
    func event(_ line: String) { _ = write(line + "\n", to: STDOUT_FILENO) }

    /// Writes a message to standard error; control characters are replaced by "?".
    func message(_ text: String) { _ = write(printable(text) + "\n", to: STDERR_FILENO) }

    /// Writes to standard error without a change, for escape sequences of a display.
    func rawMessage(_ text: String) { _ = write(text, to: STDERR_FILENO) }

    /// Whether standard error is a terminal.
    var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// The terminal's size in characters; 80 × 24 where it isn't known.
    var size: (columns: Int, rows: Int) {
        var window = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else {
            return (80, 24)
        }
        return (Int(window.ws_col), Int(window.ws_row))
    }

    /// Text whose control characters are replaced by "?", except line breaks and tabs; bytes of
    /// names that aren't UTF-8 are written as `\xE9`.
    ///
    /// File names and answers of servers can contain escape sequences that a terminal would obey,
    /// and marks that reverse the direction of what follows.
    func printable(_ text: String) -> String {
        replacingControls(in: text, keeping: ["\n", "\t"])
    }

    /// Text on one line: line breaks and tabs are replaced too.
    ///
    /// A name with a line break could look like a result of another file.
    func line(_ text: String) -> String { replacingControls(in: text, keeping: []) }

    private func replacingControls(in text: String, keeping kept: Set<UnicodeScalar>) -> String {
        text.unicodeScalars.reduce(into: "") { printed, scalar in
            if let byte = FileName.byte(scalar) {
                printed += "\\x" + String(byte, radix: 16, uppercase: true)
            } else {
                let isHidden =
                    Self.hidden.contains(scalar.properties.generalCategory)
                    || scalar.properties.isBidiControl
                printed.unicodeScalars.append(isHidden && !kept.contains(scalar) ? "?" : scalar)
            }
        }
    }

    /// Categories of characters that a terminal obeys or that break lines.
    private static let hidden: Set<Unicode.GeneralCategory> = [
        .control, .lineSeparator, .paragraphSeparator,
    ]

    /// Where the answer to a question is typed.
    enum AnswerSource {
        /// The standard input, where it is a terminal.
        case input
        /// The process's terminal, whatever the standard input is.
        case terminal
    }

    /// Asks a question on the terminal; `nil` without asking if the process can't read an answer: there is
    /// no terminal, or it runs in the background.
    func confirms(_ question: String, at source: AnswerSource = .input) -> Bool? {
        let descriptor =
            source == .input ? STDIN_FILENO : open("/dev/tty", O_RDONLY | O_CLOEXEC)
        defer { if source == .terminal, descriptor >= 0 { close(descriptor) } }
        // The system stops a process in the background that reads from its terminal.
        guard isTerminal, isatty(descriptor) == 1, tcgetpgrp(descriptor) == getpgrp() else {
            return nil
        }
        rawMessage(printable(question) + " [y/N] ")
        return ["y", "yes"].contains(line(from: descriptor).lowercased())
    }

    /// What is typed up to the end of the line.
    private func line(from descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = read(descriptor, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            guard count == 1, byte != UInt8(ascii: "\n") else { break }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns `false` where not everything could be written; `errno` has the reason.
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
