import DailiesJSON
package import Foundation

/// An attempt at a shard that has not ended, or was killed: its unfinished file.
package struct ShardAttempt: Hashable, Sendable {
    package let shard: Shard
    /// The machine it runs or ran on.
    package let host: String
    /// Its process there.
    package let process: String
    /// How many results it has written.
    package let entries: Int
    /// When it last wrote.
    package let lastWrite: Date
    /// Its header; `nil` where none was written yet.
    package let header: ShardHeader?

    /// Reads an unfinished file; `nil` for a file with another name, or one that is gone by now.
    init?(fileName: String, in folder: String) {
        guard let mark = fileName.range(of: ShardWriter.partMark),
            let shard = Shard(fileName: fileName[..<mark.lowerBound])
        else { return nil }
        let words = fileName[mark.upperBound...].split(separator: ".")
        guard words.count >= 3 else { return nil }
        let file = filePath(fileName, in: folder)
        var status = stat()
        guard stat(file, &status) == 0, let bytes = FileManager.default.contents(atPath: file)
        else { return nil }
        let lines = ShardResults.lines(of: bytes)
        self.shard = shard
        host = words.dropLast(2).joined(separator: ".")
        process = String(words[words.count - 2])
        header = lines.first.flatMap { try? JSONValue(parsing: Data(bytes[$0])) }
            .flatMap { ShardHeader($0) }
        entries = max(0, lines.count - 1)
        lastWrite = Date(timeIntervalSince1970: TimeInterval(status.st_mtim.tv_sec))
    }
}
