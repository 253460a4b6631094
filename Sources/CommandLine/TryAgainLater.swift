import DailiesLanding
import Glibc

/// A shard can't be done now, because of the machine or of a file server; the exit code is 75, as
/// `sysexits.h` has it for temporary failures.
struct TryAgainLater: Error, Hashable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// What an error number of the system says about another attempt.
enum SystemFault {
    /// The disk or the user's share of it is full.
    static func isFull(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }

    /// Errors that the next attempt would meet too: the name is wrong, or access isn't allowed.
    private static let lasting: Set<Int32> = [
        ENOENT, EACCES, EPERM, EROFS, EINVAL, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG, ENXIO, ENODEV,
        EEXIST,
    ]

    /// Whether another attempt may succeed, such as after a fault of a disk or file server.
    static func isTemporary(_ code: Int32) -> Bool { !lasting.contains(code) }
}

extension Failure {
    /// The failure of a shard whose results can't be written.
    init(shard error: LandingError) {
        let cause =
            SystemFault.isFull(error.code)
            ? "\(error.description); free some space" : error.description
        self.init(
            text: "the results can't be written: \(cause)",
            code: SystemFault.isTemporary(error.code) ? .tryAgainLater : .usage)
    }
}
