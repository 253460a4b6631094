package import DailiesJSON
package import Foundation

/// The results of all shards as one machine would have written them.
package struct ShardUnion: Sendable {
    private let files: [String]
    private let rows: [Row]

    /// The path of results that can't be read any more, or have changed since they were checked.
    package struct Unreadable: Error, Hashable, Sendable {
        package let path: String
    }

    private struct Row {
        let file: Int
        let position: Int
        let bytes: Range<Int>
        /// The entry's name, where the results are sorted by it.
        var name = ""
    }

    /// Brings results into order: that of the list, or where the shards had lists in different orders,
    /// that of the entries' names.
    ///
    /// - Parameter name: the name of a result's entry.
    package init(
        _ folder: ShardFolder, name: (JSONValue) -> String?
    ) throws(Unreadable) {
        let results = folder.results.values.sorted {
            $0.header.shard.number < $1.header.shard.number
        }
        files = results.map(\.path)
        var rows = results.enumerated().flatMap { index, result in
            result.rows.map { Row(file: index, position: $0.position, bytes: $0.bytes) }
        }
        guard Set(results.map(\.header.order)).count > 1 else {
            rows.sort { $0.position < $1.position }
            self.rows = rows
            return
        }
        let reader = ResultReader(files)
        for index in rows.indices {
            let bytes = try reader.read(rows[index].file, rows[index].bytes)
            rows[index].name = (try? JSONValue(parsing: bytes)).flatMap(name) ?? ""
        }
        rows.sort {
            $0.name == $1.name ? $0.position < $1.position : isBefore($0.name, $1.name)
        }
        self.rows = rows
    }

    package var count: Int { rows.count }

    /// Hands out each result in order, as the bytes of its line without the end.
    package func forEach(_ body: (Data) throws -> Void) throws {
        let reader = ResultReader(files)
        for row in rows { try body(try reader.read(row.file, row.bytes)) }
    }
}

/// Reads pieces of many files, of which the last ones used stay open.
private final class ResultReader {
    private let files: [String]
    private var open: [Int: FileHandle] = [:]
    /// Less than the files that a process may have open (usually 1024).
    private static let openLimit = 512

    init(_ files: [String]) { self.files = files }

    func read(_ file: Int, _ bytes: Range<Int>) throws(ShardUnion.Unreadable) -> Data {
        do {
            let handle = try handle(file)
            try handle.seek(toOffset: UInt64(bytes.lowerBound))
            if let data = try handle.read(upToCount: bytes.count), data.count == bytes.count {
                return data
            }
        } catch {}
        throw ShardUnion.Unreadable(path: files[file])
    }

    private func handle(_ file: Int) throws -> FileHandle {
        if let handle = open[file] { return handle }
        if open.count >= Self.openLimit { open = [:] }
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: files[file]))
        open[file] = handle
        return handle
    }
}
