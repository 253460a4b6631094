import Foundation

/// A folder with the results of shards: what is there, and what is missing.
package struct ShardFolder: Sendable {
    package let path: String
    /// Into how many shards the list is divided.
    package let count: Int
    /// The results that are complete, by the shard's number.
    package private(set) var results: [Int: ShardResults] = [:]
    /// Why results that are there can't be used, by the shard's number.
    package private(set) var damages: [Int: String] = [:]
    /// The attempts that have not ended, or were killed.
    package private(set) var attempts: [ShardAttempt] = []

    /// Why a folder can't be read as the results of one list.
    package enum Problem: Error, Hashable, Sendable {
        case noFolder
        /// The system can't read it now.
        case unreadable(reason: String)
        /// Nothing in it says how many shards there are.
        case empty
        /// It has results of several divisions of a list.
        case severalCounts([Int])
        /// The results of two shards aren't of the same work: how those of `shard` differ.
        case mixed(shard: Int, other: Int, difference: String)
    }

    /// Reads a folder.
    ///
    /// - Parameter count: the number of shards; `nil` to find it in the files' names.
    package static func read(_ path: String, count: Int?) throws(Problem) -> ShardFolder {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            let code = access(path, R_OK | X_OK) == 0 ? EIO : errno
            throw code == ENOENT || code == ENOTDIR
                ? .noFolder : .unreadable(reason: String(cString: strerror(code)))
        }
        let finished = names.compactMap { Shard(fileName: $0) }
        let begun = names.compactMap { ShardAttempt(fileName: $0, in: path) }
        let counts = Set(finished.map(\.count) + begun.map(\.shard.count)).sorted()
        guard count != nil || counts.count < 2 else { throw .severalCounts(counts) }
        guard let count = count ?? counts.first else { throw .empty }
        var folder = ShardFolder(path: path, count: count)
        folder.attempts = begun.filter { $0.shard.count == count }
            .sorted { $0.shard.number < $1.shard.number }
        for shard in finished where shard.count == count {
            switch ShardResults.read(shard, in: path) {
            case .absent: break
            case .whole(let results): folder.results[shard.number] = results
            case .damaged(let reason), .unreadable(let reason):
                folder.damages[shard.number] = reason
            }
        }
        try folder.checkHeaders()
        return folder
    }

    private init(path: String, count: Int) {
        self.path = path
        self.count = count
    }

    /// Checks that all results are of the same work.
    private func checkHeaders() throws(Problem) {
        let headers = results.values.map(\.header).sorted { $0.shard.number < $1.shard.number }
        guard let first = headers.first else { return }
        for header in headers {
            if let difference = first.difference(from: header) {
                throw .mixed(
                    shard: header.shard.number, other: first.shard.number, difference: difference)
            }
        }
    }

    /// The numbers of the shards without usable results.
    package var missing: [Int] { (1...count).filter { results[$0] == nil } }

    package var counts: VerdictCounts {
        results.values.reduce(into: VerdictCounts()) { $0.add($1.counts) }
    }

    /// What was done with each entry; `nil` without any results.
    package var work: ShardHeader.Work? { results.values.first?.header.work }

    /// How many entries the whole list has; `nil` if that isn't known yet.
    package var total: Int? {
        results.values.first?.header.total ?? attempts.lazy.compactMap(\.header?.total).first
    }
}
