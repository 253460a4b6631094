import DailiesLanding
import Foundation

/// A text file that is written line by line and gets its name when it is complete.
final class LineFile {
    private let temporary: TemporaryFile
    private let handle: FileHandle
    private let final: String
    private var buffer = Data()
    private var isLanded = false

    /// - Throws: `UsageError` if there is something else than a file with that name; `LandingError`.
    init(as final: String) throws {
        if let obstacle = Landing.obstacle(at: final) { throw UsageError("\(final) \(obstacle)") }
        guard let temporary = try TemporaryFile.create(for: final) else {
            throw UsageError("\(final) is being written by another process")
        }
        guard let handle = FileHandle(forWritingAtPath: temporary.path) else {
            throw LandingError("open", temporary.path)
        }
        self.final = final
        self.temporary = temporary
        self.handle = handle
        // A process that was killed may have left a longer one.
        try handle.truncate(atOffset: 0)
    }

    deinit { if !isLanded { unlink(temporary.path) } }

    func write(_ line: Data) throws {
        buffer += line
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count > 1 << 20 { try flush() }
    }

    func land() throws {
        try flush()
        try Landing.land(temporary.path, as: final)
        isLanded = true
    }

    private func flush() throws {
        do {
            try handle.write(contentsOf: buffer)
        } catch {
            throw LandingError("write", temporary.path)
        }
        buffer = Data()
    }
}
