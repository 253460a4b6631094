import Foundation

/// Owns an open file whose name has been removed: it is gone when the process is, however it ends.
struct UnnamedFile: ~Copyable, Sendable {
    let descriptor: Int32

    /// Opens a file, creating it where it is missing, and removes its name.
    init(removing path: String) throws(FileError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("open a file") }
        self.descriptor = descriptor
        unlink(path)
    }

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
    func copy(_ source: borrowing UnnamedFile, count: Int64, to place: Int64) throws(FileError) {
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
