import DailiesJSON
import DailiesShards
import Foundation

/// How far the shards of a list are.
struct ShardStatus {
    private let folder: ShardFolder

    init(_ folder: ShardFolder) { self.folder = folder }

    private var done: Int { folder.counts.total }

    /// The attempts at shards without results; one at a shard that is done was killed, or does it twice.
    private var attempts: [ShardAttempt] {
        folder.attempts.filter { folder.results[$0.shard.number] == nil }
    }

    var text: String {
        let total = folder.total.map { " of \($0)" } ?? ""
        var lines = [
            "\(folder.results.count) of \(folder.count) shards done, \(done)\(total) entries: "
                + folder.counts.description
        ]
        lines += attempts.map { attempt in
            let age = Int(max(0, Date().timeIntervalSince(attempt.lastWrite)))
            let entries = attempt.header.map { " of \($0.entries)" } ?? ""
            return
                "shard \(attempt.shard.number)  begun on \(attempt.host), process \(attempt.process): "
                + "\(attempt.entries)\(entries) entries, last written \(age) s ago"
        }
        lines += folder.damages.sorted { $0.key < $1.key }.map { number, reason in
            "shard \(number)  can't be used: \(reason)"
        }
        if !folder.missing.isEmpty { lines.append("missing: \(arrayText(folder.missing))") }
        return lines.joined(separator: "\n")
    }

    var json: JSONValue {
        [
            "schema": "dailies.shard-status/1",
            "shards": .integer(folder.count), "done": .integer(folder.results.count),
            "missing": .array(folder.missing.map { .integer($0) }),
            "entries": .integer(done), "total": folder.total.map { .integer($0) } ?? .null,
            "verdicts": folder.counts.json,
            "damaged": .array(
                folder.damages.sorted { $0.key < $1.key }.map { number, reason in
                    ["shard": .integer(number), "reason": .string(reason)]
                }),
            "attempts": .array(
                attempts.map { attempt in
                    [
                        "shard": .integer(attempt.shard.number), "host": .string(attempt.host),
                        "process": .string(attempt.process), "entries": .integer(attempt.entries),
                        "lastWrite": .string(
                            attempt.lastWrite.formatted(.iso8601)),
                    ]
                }),
        ]
    }
}
