import Foundation

/// Holds a production for one session at a time; the system lets go of it when the process ends,
/// however it ends.
struct ProductionLock: ~Copyable {
    private let descriptor: Int32

    private init(adopting descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        // A child that another thread is about to start has a copy of the descriptor for a moment,
        // and would hold the lock until it closes it.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Takes the lock on a folder.
    ///
    /// - Throws: `SessionError`, `.heldByAnother` where another session is at work.
    static func take(_ folder: ProductionFolder) throws(SessionError) -> ProductionLock {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .folder(
                path: folder.path, reason: String(cString: strerror(errno)))
        }
        let lock = ProductionLock(adopting: descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .heldByAnother(path: folder.path)
        }
        return lock
    }
}
