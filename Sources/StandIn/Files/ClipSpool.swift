import DailiesDigest
import Foundation
import Synchronization

/// The position of a clip in the spool.
struct StoredClip: Sendable {
    let offset: Int64
    let byteCount: Int64
    /// A strong entity tag of these bytes, with its quotation marks.
    let entityTag: String
}

/// Stores all clips one after another in a single unlinked file.
///
/// One descriptor serves any number of clips, and nothing is left when the process ends.
final class ClipSpool: Sendable {
    private let file: UnlinkedFile
    private let end = Mutex<Int64>(0)

    /// Makes an empty spool.
    init() throws(FileError) {
        file = try UnlinkedFile()
    }

    /// Stores the clip that `write` writes to a temporary file.
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

    /// A new descriptor to read clips from; the caller must close it.
    func descriptor() throws(FileError) -> Int32 { try file.duplicate() }
}
