import Glibc
import Synchronization

/// Owns a regular file opened for random access reading.
///
/// Readers that share it read the same file, even if another one gets its name meanwhile.
package final class FileBytes: Sendable {
    /// The path that it was opened with.
    package let path: String
    private let descriptor: Int32
    /// The file's size in bytes when it was opened.
    package let count: Int64
    private let firstReadError = Atomic<Int32>(0)

    /// The system's error number of the first read that failed; `nil` if none did.
    ///
    /// What was found in the file is not about its content then: the disk or the file server failed.
    package var readError: Int32? {
        let code = firstReadError.load(ordering: .relaxed)
        return code == 0 ? nil : code
    }

    private init(adopting descriptor: Int32, path: String, count: Int64) {
        self.descriptor = descriptor
        self.path = path
        self.count = count
    }

    deinit { close(descriptor) }

    /// Opens a file.
    ///
    /// - Parameter path: a name that isn't UTF-8 is written as `FileName` says.
    /// - Throws: `UnreadableFile` if it can't be opened or isn't a regular file.
    package static func open(_ path: String) throws(UnreadableFile) -> FileBytes {
        // A C string ends at the NUL, so another file would be opened.
        guard !path.utf8.contains(0) else {
            throw UnreadableFile(reason: "its name contains a NUL character")
        }
        // Without O_NONBLOCK, opening a named pipe would wait for a writer, possibly forever.
        let name = FileName.bytes(of: path).map(CChar.init(bitPattern:)) + [0]
        let descriptor = Glibc.open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw UnreadableFile(
                reason: "it can't be opened: \(String(cString: strerror(errno)))", code: errno)
        }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        let file = FileBytes(adopting: descriptor, path: path, count: Int64(status.st_size))
        guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = isKnown && status.st_mode & S_IFMT == S_IFDIR
            throw UnreadableFile(
                reason: isFolder ? "it is a folder" : "it isn't a regular file")
        }
        return file
    }

    /// Up to `length` bytes from `offset`; fewer at the end of the file.
    package func read(at offset: Int64, _ length: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            let target = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: length)
            filled = read(at: offset, upTo: target)
        }
    }

    /// Reads bytes from `offset` on into the caller's memory and returns their number.
    package func read(at offset: Int64, into target: UnsafeMutableRawBufferPointer) -> Int {
        var done = 0
        while done < target.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: target[done...])
            let count = read(at: offset + Int64(done), upTo: rest)
            guard count > 0 else { break }
            done += count
        }
        return done
    }

    /// One read of the system: the number of bytes, 0 at the end of the file and after an error.
    private func read(at offset: Int64, upTo target: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = pread(descriptor, target.baseAddress, target.count, off_t(offset))
            if count >= 0 { return count }
            // An offset that no file has is a damaged index's, and no fault of the disk.
            if errno == EINVAL || errno == EOVERFLOW { return 0 }
            if errno != EINTR {
                firstReadError.store(errno, ordering: .relaxed)
                return 0
            }
        }
    }
}

/// A file that can't be opened.
package struct UnreadableFile: Error, Hashable, Sendable {
    /// The reason, as a clause whose subject "it" is the file.
    package let reason: String
    /// The system's error number; "invalid argument" if the system reports none.
    package let code: Int32

    init(reason: String, code: Int32 = EINVAL) {
        self.reason = reason
        self.code = code
    }
}
