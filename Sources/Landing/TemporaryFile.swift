import Glibc

/// The temporary file of a file that is being made, locked against other processes and threads that
/// make the same one.
///
/// The system releases the lock when the process ends, however it ends; the next one then uses the
/// file that was left behind.
package final class TemporaryFile: Sendable {
    /// The temporary file's path; see `Landing.temporaryName`.
    package let path: String
    private let descriptor: Int32

    private init(path: String, adopting descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Creates and locks the temporary file for a final name.
    ///
    /// - Returns: `nil` if another process or thread has locked it.
    /// - Throws: `LandingError` if it can't be created.
    package static func create(for final: String) throws(LandingError) -> TemporaryFile? {
        try lock(Landing.temporaryName(for: final), creating: true)
    }

    /// The file that is at the path now: this one, or a locked one that another program replaced it
    /// with.
    ///
    /// - Returns: `nil` if another process or thread has locked the new one.
    /// - Throws: `LandingError` if there is none.
    package func afterReplacement() throws(LandingError) -> TemporaryFile? {
        isNamed ? self : try Self.lock(path, creating: false)
    }

    private static func lock(
        _ path: String, creating: Bool
    ) throws(LandingError) -> TemporaryFile? {
        while true {
            let descriptor = open(
                path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (creating ? O_CREAT : 0), 0o666)
            guard descriptor >= 0 else {
                throw LandingError(creating ? "create" : "open", path)
            }
            let file = TemporaryFile(path: path, adopting: descriptor)
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                if errno == EWOULDBLOCK { return nil }
                // A file system without locks.
                if errno != EINTR { return file }
            }
            // Whoever had the lock may have renamed or removed the file after it was opened here.
            if file.isNamed { return file }
        }
    }

    /// Whether the path still leads to the open file.
    private var isNamed: Bool {
        var (open, named) = (stat(), stat())
        return fstat(descriptor, &open) == 0 && lstat(path, &named) == 0
            && open.st_dev == named.st_dev && open.st_ino == named.st_ino
    }
}
