import Foundation

/// Owns an open file without a name: it is gone when the process is, however that ends.
struct UnlinkedFile: ~Copyable, Sendable {
    let descriptor: Int32

    /// Makes an empty file in the system's temporary folder; its name lives for one instant.
    init() throws(FileError) {
        let template = FileManager.default.temporaryDirectory
            .appendingPathComponent("dailies-stand-in-XXXXXX").path
        var name = Array(template.utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw FileError("make a temporary file") }
        unlink(name)
    }

    /// A path that leads to the open file, for libraries that want one.
    var path: String { "/proc/self/fd/\(descriptor)" }

    deinit { close(descriptor) }

    /// How many bytes it has.
    func byteCount() throws(FileError) -> Int64 {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw FileError("measure a file") }
        return Int64(end)
    }

    /// Another descriptor of the same file, to be closed by whoever takes it.
    func duplicate() throws(FileError) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw FileError("open a file again") }
        return copy
    }

    /// Copies the first `count` bytes of another file to a place in this one.
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

/// A file that couldn't be opened, read or written: what was tried and what the system said.
struct FileError: Error, CustomStringConvertible {
    let description: String

    /// Takes the reason from the system's last error.
    init(_ operation: String) {
        description = "\(operation): \(String(cString: strerror(errno)))"
    }
}
