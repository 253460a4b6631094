import Foundation

/// Owns an open file that is already unlinked: the system deletes it when the process ends, even
/// if it is killed.
struct UnlinkedFile: ~Copyable, Sendable {
    let descriptor: Int32

    /// Makes an empty file in the system's temporary folder and unlinks it at once.
    init() throws(FileError) {
        // mkstemp(3) replaces the six X by a unique name.
        let template = FileManager.default.temporaryDirectory
            .appendingPathComponent("dailies-stand-in-XXXXXX").path
        var name = Array(template.utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw FileError("make a temporary file") }
        unlink(name)
    }

    /// A path of the open file, for libraries that need one.
    var path: String { "/proc/self/fd/\(descriptor)" }

    deinit { close(descriptor) }

    /// The size in bytes.
    func byteCount() throws(FileError) -> Int64 {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw FileError("measure a file") }
        return Int64(end)
    }

    /// Another descriptor of the same file; the caller must close it.
    func duplicate() throws(FileError) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw FileError("open a file again") }
        return copy
    }

    /// Copies the first `count` bytes of another file to an offset in this one.
    func copy(_ source: borrowing UnlinkedFile, count: Int64, to place: Int64) throws(FileError) {
        var block = [UInt8](repeating: 0, count: 1 << 20)
        var done: Int64 = 0
        while done < count {
            let size = pread(source.descriptor, &block, block.count, off_t(done))
            guard size > 0 else { throw FileError("read a clip") }
            var written = 0
            while written < size {
                let result = block[written..<size].withUnsafeBytes {
                    pwrite(descriptor, $0.baseAddress, $0.count, off_t(place + done) + written)
                }
                guard result > 0 else { throw FileError("store a clip") }
                written += result
            }
            done += Int64(size)
        }
    }
}

/// A file couldn't be opened, read or written: the operation and the system's error message.
struct FileError: Error, CustomStringConvertible {
    let description: String

    /// Makes an error with the message of `errno`.
    init(_ operation: String) {
        description = "\(operation): \(String(cString: strerror(errno)))"
    }
}
