import Synchronization

/// The backup hosts of a provider, and which host of each pair accepts connections.
final class BackupHosts: Sendable {
    /// Pairs of base addresses: a host and its backup.
    private let pairs: [(main: String, backup: String)]
    private let unreachable = Mutex<Set<String>>([])

    /// - Parameter backups: base addresses of backup hosts, by the base address that they replace.
    init(_ backups: [String: String]) {
        pairs = backups.sorted { $0.key < $1.key }.map { (main: $0.key, backup: $0.value) }
    }

    /// The address to use for a request: the same one, unless its host was unreachable the last
    /// time.
    func preferred(_ url: String) -> String {
        guard let (base, other) = hosts(of: url), unreachable.withLock({ $0.contains(base) }) else {
            return url
        }
        return other + url.dropFirst(base.count)
    }

    /// Records that no connection to an address's host could be made: the next request goes to the
    /// other host of its pair.
    func markUnreachable(_ url: String) {
        guard let (base, other) = hosts(of: url) else { return }
        unreachable.withLock {
            $0.insert(base)
            $0.remove(other)
        }
    }

    /// The base address of an address, and that of the other host of the pair; `nil` without a pair.
    private func hosts(of url: String) -> (base: String, other: String)? {
        for pair in pairs {
            if url.hasPrefix(pair.main + "/") { return (pair.main, pair.backup) }
            if url.hasPrefix(pair.backup + "/") { return (pair.backup, pair.main) }
        }
        return nil
    }
}
