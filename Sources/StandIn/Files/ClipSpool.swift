import DailiesDigest
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
    private let file: UnlinkedFile
    private let end = Mutex<Int64>(0)

    /// Makes the empty spool.
    init() throws(FileError) {
        file = try UnlinkedFile()
    }

    /// Has a clip written to a file of its own and takes it in.
    func store(_ write: (_ path: String) throws -> Void) throws -> StoredClip {
        let clip = try UnlinkedFile()
        try write(clip.path)
        let count = try clip.byteCount()
        let place = end.withLock { end in
            defer { end += count }
            return end
        }
        try file.copy(clip, count: count, to: place)
        return StoredClip(offset: place, byteCount: count, entityTag: "\"\(randomHexadecimal())\"")
    }

    /// A descriptor to read clips from, to be closed by whoever takes it.
    func descriptor() throws(FileError) -> Int32 { try file.duplicate() }
}
