import Glibc

/// Owns a regular file opened for reading at any place.
package struct FileBytes: ~Copyable {
    private let descriptor: Int32
    /// The file's length.
    package let count: Int64

    private init(adopting descriptor: Int32, count: Int64) {
        self.descriptor = descriptor
        self.count = count
    }

    deinit { close(descriptor) }

    /// - Throws: `UnreadableFile`, with the reason as the rest of a sentence about "it".
    package static func open(_ path: String) throws(UnreadableFile) -> FileBytes {
        // C would take the rest of the name for missing, and open another file.
        guard !path.utf8.contains(0) else {
            throw UnreadableFile(reason: "its name holds a NUL")
        }
        // Without O_NONBLOCK, opening a named pipe would wait for a writer that may never come.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw UnreadableFile(
                reason: "it can't be opened: \(String(cString: strerror(errno)))")
        }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        let file = FileBytes(adopting: descriptor, count: Int64(status.st_size))
        guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = isKnown && status.st_mode & S_IFMT == S_IFDIR
            throw UnreadableFile(
                reason: isFolder ? "it is a folder" : "it is no regular file")
        }
        return file
    }

    /// Up to `length` bytes from `offset`; fewer at the end of the file.
    package func read(at offset: Int64, _ length: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, length, off_t(offset)))
        }
    }

    /// Reads bytes from `offset` on into memory of the caller's and returns how many there were.
    package func read(at offset: Int64, into target: UnsafeMutableRawBufferPointer) -> Int {
        var done = 0
        while done < target.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: target[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            done += count
        }
        return done
    }
}

/// A file that can't be opened.
package struct UnreadableFile: Error, Hashable, Sendable {
    /// Why, as the rest of a sentence about "it", the file.
    package let reason: String
}
