import DailiesJSON
import DailiesShards
import DailiesTestSupport
import Foundation
import Testing

/// Results of a list of twelve entries in three shards.
struct ShardSamples {
    let folder: TemporaryFolder
    let list: [String]
    var options = "options"
    var tool = "1"

    init() throws {
        folder = try TemporaryFolder()
        list = (0..<12).map { "\($0).mp4" }
    }

    var path: String { folder.path }

    func shard(_ number: Int) throws -> Shard { try #require(Shard(number, of: 3)) }

    func entries(_ number: Int, of list: [String]? = nil) throws -> [(Int, String)] {
        let shard = try shard(number)
        return (list ?? self.list).enumerated().filter { shard.contains($0.element) }
            .map { ($0.offset, $0.element) }
    }

    func header(_ number: Int, of list: [String]? = nil) throws -> ShardHeader {
        ShardHeader(
            .verify, tool: tool, options: options, list: list ?? self.list,
            shard: try shard(number), entries: try entries(number, of: list).count)
    }

    static func result(_ name: String) -> String { #"{"file":"\#(name)","verdict":"pass"}"# }

    /// Writes the results of a shard; its number is that of its shard.
    @discardableResult
    func write(_ number: Int, of list: [String]? = nil) throws -> VerdictCounts {
        let writer = try begin(number, of: list)
        return try writer.land()
    }

    /// Writes the results of a shard that are not complete yet.
    func begin(_ number: Int, of list: [String]? = nil) throws -> ShardWriter {
        let writer = try ShardWriter(in: path, header(number, of: list))
        for (position, name) in try entries(number, of: list) {
            try writer.add(
                Self.result(name), position: position, position == 5 ? .fail : .pass)
        }
        return writer
    }

    func file(_ number: Int) throws -> String { folder.file(try shard(number).fileName) }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// The lines of the union, joined.
    func union() throws -> String {
        var text = ""
        try ShardUnion(ShardFolder.read(path, count: nil)) { $0["file"]?.text }
            .forEach { text += String(decoding: $0, as: UTF8.self) + "\n" }
        return text
    }
}
