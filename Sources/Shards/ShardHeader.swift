import DailiesDigest
package import DailiesJSON
import Foundation

/// The first line of a shard's results: what was done, with what, and to which part of which list.
package struct ShardHeader: Hashable, Sendable {
    /// The schema of the file, with its version.
    package static let schema = "dailies.shard/1"

    /// What is done with each entry of the list.
    package enum Work: String, Hashable, Sendable {
        case verify, assemble
    }

    package let work: Work
    /// The version of the program.
    package let tool: String
    /// A digest of the options on which results depend, and of the files that they name.
    package let options: String
    /// A digest of the list, whatever its order.
    package let list: String
    /// A digest of the list in its order.
    package let order: String
    package let shard: Shard
    /// How many entries the shard has.
    package let entries: Int
    /// How many entries the whole list has.
    package let total: Int

    /// - Parameters:
    ///   - list: the names of all entries, in order.
    ///   - entries: how many of them belong to the shard.
    package init(
        _ work: Work, tool: String, options: String, list: [String], shard: Shard, entries: Int
    ) {
        self.work = work
        self.tool = tool
        self.options = options
        self.list = Self.digest(of: list.sorted(by: isBefore))
        order = Self.digest(of: list)
        self.shard = shard
        self.entries = entries
        total = list.count
    }

    private static func digest(of names: [String]) -> String {
        var hasher = SHA256Hasher()
        for name in names {
            Data((name + "\n").utf8).withUnsafeBytes { hasher.update($0) }
        }
        return hasher.finish().hex
    }

    /// How results with another header differ from those with this one; `nil` if both are parts of the
    /// same work, also where the order of the list differs.
    package func difference(from other: ShardHeader) -> String? {
        if work != other.work { return "they are of \(other.work.rawValue)" }
        if shard.count != other.shard.count { return "they are of \(other.shard.count) shards" }
        if tool != other.tool { return "dailies \(other.tool) made them" }
        if options != other.options { return "they were made with other options" }
        return list == other.list ? nil : "they are of another list"
    }

    package var json: JSONValue {
        [
            "schema": .string(Self.schema), "work": .string(work.rawValue), "tool": .string(tool),
            "options": .string(options), "list": .string(list), "order": .string(order),
            "shard": .integer(shard.number), "of": .integer(shard.count),
            "entries": .integer(entries), "total": .integer(total),
        ]
    }

    /// Reads a header; `nil` for anything else.
    package init?(_ json: JSONValue) {
        guard json["schema"]?.text == Self.schema,
            let work = json["work"]?.text.flatMap(Work.init), let tool = json["tool"]?.text,
            let options = json["options"]?.text, let list = json["list"]?.text,
            let order = json["order"]?.text, let number = json["shard"]?.integer,
            let count = json["of"]?.integer, let shard = Shard(number, of: count),
            let entries = json["entries"]?.integer, let total = json["total"]?.integer,
            (0...total).contains(entries)
        else { return nil }
        self.work = work
        self.tool = tool
        self.options = options
        self.list = list
        self.order = order
        self.shard = shard
        self.entries = entries
        self.total = total
    }
}

/// The order of names in a sorted list: that of their bytes, as `LC_ALL=C sort` has it.
package func isBefore(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
}
