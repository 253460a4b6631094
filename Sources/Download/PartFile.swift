import DailiesDigest
import DailiesLanding
import Foundation

/// Owns the temporary file that a download is written to.
final class PartFile: Sendable {
    let path: String
    let descriptor: Int32

    private init(adopting descriptor: Int32, _ path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Creates an empty file, replacing one that an earlier session left behind.
    static func create(_ path: String) throws(DownloadError) -> PartFile {
        let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .errno("create", path) }
        return PartFile(adopting: descriptor, path)
    }

    /// The file's current size in bytes.
    var length: Int64 { Int64(lseek(descriptor, 0, SEEK_END)) }

    /// The digest of what was really written, read back from the file; `nil` if it can't be read.
    func digest() -> SHA256Digest? {
        lseek(descriptor, 0, SEEK_SET)
        return SHA256Digest(ofDescriptor: descriptor)
    }

    /// Flushes the file to the disk and gives it its final name.
    func land(as final: String) throws(LandingError) {
        try Landing.land(path, flushing: descriptor, as: final)
    }
}

extension DownloadError {
    static func errno(_ operation: String, _ path: String) -> DownloadError {
        .disk(operation: operation, path: path, reason: String(cString: strerror(Glibc.errno)))
    }
}
