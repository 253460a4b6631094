import Glibc

/// Owns a regular file opened for reading at any place.
struct FileBytes: ~Copyable {
    private let descriptor: Int32
    /// The file's length.
    let count: Int64

    private init(adopting descriptor: Int32, count: Int64) {
        self.descriptor = descriptor
        self.count = count
    }

    deinit { close(descriptor) }

    static func open(_ path: String) throws(MeasurementError) -> FileBytes {
        // C would take the rest of the name for missing, and open another file.
        guard !path.utf8.contains(0) else {
            throw MeasurementError(code: .unreadable, message: "its name holds a NUL")
        }
        // Without O_NONBLOCK, opening a named pipe would wait for a writer that may never come.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw MeasurementError(
                code: .unreadable,
                message: "it can't be opened: \(String(cString: strerror(errno)))")
        }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        let file = FileBytes(adopting: descriptor, count: Int64(status.st_size))
        guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = isKnown && status.st_mode & S_IFMT == S_IFDIR
            throw MeasurementError(
                code: .unreadable, message: isFolder ? "it is a folder" : "it is no regular file")
        }
        return file
    }

    /// Up to `length` bytes from `offset`; fewer at the end of the file.
    func read(at offset: Int64, _ length: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, length, off_t(offset)))
        }
    }
}
