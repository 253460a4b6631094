import Foundation

/// Owns the temporary file that a download is written to.
struct PartFile: ~Copyable {
    let descriptor: Int32

    private init(adopting descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Creates an empty file, replacing one that an earlier session left behind.
    static func create(_ path: String) throws(DownloadError) -> PartFile {
        let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .errno("create", path) }
        return PartFile(adopting: descriptor)
    }

    /// The file's current size in bytes.
    var length: Int64 { Int64(lseek(descriptor, 0, SEEK_END)) }
}

extension DownloadError {
    static func errno(_ operation: String, _ path: String) -> DownloadError {
        .disk(operation: operation, path: path, reason: String(cString: strerror(Glibc.errno)))
    }
}
