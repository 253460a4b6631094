import Foundation

/// Locks a production's folder for one session at a time (`flock`); the kernel releases the lock when
/// the process ends, however it ends.
struct ProductionLock: ~Copyable {
    private let descriptor: Int32
    /// Whether no other session was at work in the folder when it was locked.
    let isAlone: Bool

    private init(adopting descriptor: Int32) {
        self.descriptor = descriptor
        var isLocked = false
        // `isHeld` holds it for a moment.
        for attempt in 0..<10 where !isLocked {
            if attempt > 0 { usleep(20_000) }
            isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        }
        isAlone = isLocked
    }

    deinit {
        // Between fork and exec a child process has a copy of the descriptor, and would keep the lock
        // until it closes it.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Acquires the lock on a folder.
    ///
    /// If the ledger is on a server, other sessions may work in the folder too: each one claims what it
    /// works on.
    ///
    /// - Throws: `SessionError`, `.heldByAnother` if another session has it.
    static func acquire(_ folder: ProductionFolder) throws(SessionError) -> ProductionLock {
        let descriptor = open(folder)
        guard descriptor >= 0 else {
            throw .folder(
                path: folder.path, reason: String(cString: strerror(errno)))
        }
        let lock = ProductionLock(adopting: descriptor)
        let isHeld = folder.server == nil ? lock.isAlone : flock(descriptor, LOCK_SH) == 0
        guard isHeld else { throw .heldByAnother(path: folder.path) }
        return lock
    }

    /// Whether a session has locked a folder.
    static func isHeld(_ folder: ProductionFolder) -> Bool {
        let descriptor = open(folder)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // A session whose ledger is on a server has a shared lock.
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    private static func open(_ folder: ProductionFolder) -> Int32 {
        Glibc.open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
}
