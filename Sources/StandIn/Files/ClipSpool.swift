import Foundation
import Synchronization

/// Where a clip lies in the spool.
struct StoredClip: Sendable {
    let offset: Int64
    let byteCount: Int64
    /// Names these very bytes for good, quotation marks included.
    let entityTag: String
}

/// Keeps all clips one after another in a single file without a name.
///
/// One descriptor holds any number of clips, and nothing of them outlives the process.
final class ClipSpool: Sendable {
    private let folder: String
    private let file: UnnamedFile
    private let state = Mutex(State())

    private struct State {
        var end: Int64 = 0
        var count = 0
    }

    /// Makes a private folder in the system's temporary one.
    init() throws(FileError) {
        let template = FileManager.default.temporaryDirectory
            .appendingPathComponent("dailies-stand-in-XXXXXX").path
        var name = Array(template.utf8CString)
        guard mkdtemp(&name) != nil else { throw FileError("make a temporary folder") }
        folder = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        do {
            file = try UnnamedFile(removing: folder + "/spool")
        } catch {
            rmdir(folder)
            throw error
        }
    }

    /// Removes the folder, empty when no clip is in the making; the clips stay as long as the spool.
    func removeFolder() { rmdir(folder) }

    /// Has a clip written under a fresh path and takes it in.
    ///
    /// - Parameter write: returns the finished file, its name already removed.
    func store(_ write: (_ path: String) throws -> UnnamedFile) throws -> StoredClip {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        let path = "\(folder)/\(number).mp4"
        // Also where the writing fails before the name is gone.
        defer { unlink(path) }
        let clip = try write(path)
        let count = try clip.byteCount()
        let place = state.withLock { state in
            defer { state.end += count }
            return state.end
        }
        try file.copy(clip, count: count, to: place)
        return StoredClip(offset: place, byteCount: count, entityTag: "\"\(randomToken())\"")
    }

    /// A descriptor to read clips from, to be closed by whoever takes it.
    func descriptor() throws(FileError) -> Int32 { try file.duplicate() }
}

/// 128 bits of chance in hexadecimal, which nobody guesses.
func randomToken() -> String {
    (0..<16).map { _ in
        let byte = UInt8.random(in: .min ... .max)
        return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
}
