import DailiesDigest
import DailiesJSON
import Foundation

/// The complete and undamaged results of a shard.
package struct ShardResults: Hashable, Sendable {
    package let path: String
    package let header: ShardHeader
    package let counts: VerdictCounts
    /// Where each result is in the file.
    package let rows: [Row]

    /// One result: the index of its entry in the list, and the range of its bytes in the file.
    package struct Row: Hashable, Sendable {
        package let position: Int
        package let bytes: Range<Int>
    }

    /// What is at the path of a shard's results.
    package enum Reading: Sendable {
        case absent
        case whole(ShardResults)
        /// A file that isn't as it was written.
        case damaged(reason: String)
        /// The system can't read it now.
        case unreadable(reason: String)
    }

    /// Reads the results of a shard from a folder, and compares them with their digest.
    package static func read(_ shard: Shard, in folder: String) -> Reading {
        let path = filePath(shard.fileName, in: folder)
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            var status = stat()
            if lstat(path, &status) != 0, errno == ENOENT || errno == ENOTDIR { return .absent }
            return .unreadable(reason: "\(error.localizedDescription)")
        }
        let lines = lines(of: bytes)
        let header = lines.first.flatMap { json(bytes[$0]) }.flatMap { ShardHeader($0) }
        guard let header else { return .damaged(reason: "its first line isn't a header") }
        guard header.shard == shard else {
            return .damaged(reason: "it is of shard \(header.shard)")
        }
        guard bytes.last == UInt8(ascii: "\n"), lines.count >= 3 else {
            return .damaged(reason: "its end is missing")
        }
        let last = lines[lines.count - 1]
        guard let digest = json(bytes[last])?["sha256"]?.text else {
            return .damaged(reason: "its end is missing")
        }
        guard SHA256Digest(of: bytes[..<last.lowerBound]).hex == digest else {
            return .damaged(reason: "its content doesn't match its digest")
        }
        let rows = lines[1..<lines.count - 2].compactMap { line in
            bytes.withUnsafeBytes { all in
                ShardRow.parse(UnsafeRawBufferPointer(rebasing: all[line])).map { row in
                    Row(
                        position: row.position,
                        bytes: line.lowerBound + row.result.lowerBound..<line.lowerBound
                            + row.result.upperBound)
                }
            }
        }
        guard let counts = VerdictCounts(json(bytes[lines[lines.count - 2]])?["verdicts"]),
            rows.count == lines.count - 3, rows.count == header.entries, counts.total == rows.count
        else { return .damaged(reason: "it doesn't have as many results as entries") }
        return .whole(ShardResults(path: path, header: header, counts: counts, rows: rows))
    }

    private static func json(_ line: Data) -> JSONValue? { try? JSONValue(parsing: Data(line)) }

    /// The lines of a file, without their ends.
    static func lines(of bytes: Data) -> [Range<Int>] {
        bytes.withUnsafeBytes { all in
            var lines: [Range<Int>] = []
            var start = 0
            while start < all.count, let base = all.baseAddress {
                let end =
                    memchr(base + start, 10, all.count - start).map {
                        base.distance(to: UnsafeRawPointer($0))
                    }
                    ?? all.count
                lines.append(start..<end)
                start = end + 1
            }
            return lines
        }
    }
}
