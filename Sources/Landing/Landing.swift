package import Foundation

/// A file could not be brought to the disk under its name.
package struct LandingError: Error, Sendable, Equatable, CustomStringConvertible {
    package let operation: String
    package let path: String
    /// The system's words.
    package let reason: String

    init(_ operation: String, _ path: String) {
        self.operation = operation
        self.path = path
        reason = String(cString: strerror(errno))
    }

    package var description: String { "\(operation) \(path): \(reason)" }
}

/// How a finished file gets its name: content on the disk first, then the name, then the folder.
///
/// Whatever happens in between, the name belongs to the old file or to the whole new one.
package enum Landing {
    /// Gives a finished temporary file in the same folder its final name.
    package static func land(_ temporary: String, as final: String) throws(LandingError) {
        try writeOut(temporary)
        guard rename(temporary, final) == 0 else { throw LandingError("name", final) }
        let folder = (final as NSString).deletingLastPathComponent
        try synchronise(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY)
    }

    /// Has the system bring a file's content to the disk.
    package static func writeOut(_ path: String) throws(LandingError) {
        try synchronise(path, O_RDONLY)
    }

    /// Writes a whole file beside its final place and lands it there.
    package static func write(_ bytes: Data, as final: String) throws(LandingError) {
        let temporary = temporaryName(for: final)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw LandingError("create", temporary) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(
                    descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let failure = LandingError("write", temporary)
                close(descriptor)
                unlink(temporary)
                throw failure
            }
            written += count
        }
        close(descriptor)
        try land(temporary, as: final)
    }

    /// The name that a file bears while it is being made: hidden, in the same folder, and kept
    /// apart from what another file may be called.
    package static func temporaryName(for final: String) -> String {
        let path = final as NSString
        let folder = path.deletingLastPathComponent as NSString
        return folder.appendingPathComponent(".\(path.lastPathComponent).part")
    }

    /// Whether a name is one that `temporaryName` gives.
    package static func isTemporary(_ name: String) -> Bool {
        name.hasPrefix(".") && name.hasSuffix(".part")
    }

    /// Makes a folder and those above it where they are missing.
    package static func createFolder(_ path: String) throws(LandingError) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
        let parent = (path as NSString).deletingLastPathComponent
        if !parent.isEmpty, parent != path { try createFolder(parent) }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw LandingError("make the folder", path)
        }
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            errno = ENOTDIR
            throw LandingError("use the folder", path)
        }
    }

    private static func synchronise(_ path: String, _ flags: Int32) throws(LandingError) {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw LandingError("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw LandingError("write out", path) }
    }
}
