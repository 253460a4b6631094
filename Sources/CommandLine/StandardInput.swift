import DailiesLanding
import Foundation

enum StandardInput {
    /// Reads standard input to its end; blocks.
    ///
    /// - Throws: `LandingError` with the system's error, such as that of a file server.
    static func readAll() throws(LandingError) -> Data {
        var all = Data()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw LandingError("read", "standard input") }
            if count == 0 { return all }
            all += buffer[..<count]
        }
    }
}
