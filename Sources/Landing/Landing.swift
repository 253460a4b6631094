package import Foundation

/// A file couldn't be stored under its final name.
package struct LandingError: Error, Sendable, Equatable, CustomStringConvertible {
    package let operation: String
    package let path: String
    /// The system's error message.
    package let reason: String
    /// The system's error number.
    package let code: Int32

    /// An error with the system's last error number.
    package init(_ operation: String, _ path: String) {
        self.operation = operation
        self.path = path
        code = errno
        reason = String(cString: strerror(code))
    }

    package var description: String { "\(operation) \(path): \(reason)" }
}

/// Replaces files atomically: flushes the content to the disk, renames, then flushes the folder.
///
/// After a crash at any point, the name refers to the old file or to the complete new one.
package enum Landing {
    /// Renames a finished temporary file in the same folder to its final name.
    ///
    /// - Parameter replacing: whether a file with the final name may be replaced.
    /// - Returns: `false` if there is a file with the final name that may not be replaced; nothing
    ///   is renamed then.
    @discardableResult
    package static func land(
        _ temporary: String, as final: String, replacing: Bool = true
    ) throws(LandingError) -> Bool {
        try flush(temporary)
        if replacing {
            guard Glibc.rename(temporary, final) == 0 else { throw LandingError("name", final) }
        } else {
            guard try rename(temporary, toFree: final) else { return false }
        }
        try flushFolder(of: final)
        return true
    }

    /// Flushes an open temporary file and renames it to its final name in the same folder.
    package static func land(
        _ temporary: String, flushing descriptor: Int32, as final: String
    ) throws(LandingError) {
        guard fsync(descriptor) == 0 else { throw LandingError("flush", temporary) }
        guard Glibc.rename(temporary, final) == 0 else { throw LandingError("name", final) }
        try flushFolder(of: final)
    }

    /// Gives a flushed file in the same folder a second name, which may replace another file.
    ///
    /// It keeps its first name where the file system has links, and loses it elsewhere, such as on
    /// exFAT. After a crash at any point it has at least one of the names.
    package static func addName(_ name: String, to file: String) throws(LandingError) {
        let temporary = temporaryName(for: name)
        unlink(temporary)
        let source = link(file, temporary) == 0 ? temporary : file
        guard Glibc.rename(source, name) == 0 else { throw LandingError("name", name) }
        // Still there if the file had both names already: renaming does nothing then.
        unlink(temporary)
        try flushFolder(of: name)
    }

    private static func flushFolder(of final: String) throws(LandingError) {
        let folder = folder(of: final)
        try flush(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY)
    }

    /// Renames a file; returns `false` if its new name is taken.
    private static func rename(
        _ temporary: String, toFree final: String
    ) throws(LandingError) -> Bool {
        // A link can't replace a file, even one that appears at this moment.
        if link(temporary, final) == 0 {
            unlink(temporary)
            return true
        }
        if errno == EEXIST { return false }
        // Some file systems, such as exFAT, have no links.
        guard access(final, F_OK) != 0 else { return false }
        guard Glibc.rename(temporary, final) == 0 else { throw LandingError("name", final) }
        return true
    }

    /// Flushes a file's content to the disk (`fsync`).
    package static func flush(_ path: String) throws(LandingError) {
        try flush(path, O_RDONLY)
    }

    /// Writes a file atomically: under a unique temporary name, then a rename.
    ///
    /// Concurrent writers of the same path don't mix their bytes.
    ///
    /// - Throws: `LandingError`; the temporary file is removed then.
    package static func write(_ bytes: Data, as final: String) throws(LandingError) {
        let number = String(UInt32.random(in: 0 ... .max), radix: 16)
        let temporary = temporaryName(for: "\(final).\(number)")
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
        do {
            try land(temporary, as: final)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// The name of a file while it is written: hidden, in the same folder, with a suffix that no
    /// other file has.
    package static func temporaryName(for final: String) -> String {
        let name = ".\((final as NSString).lastPathComponent).part"
        return (folder(of: final) as NSString).appendingPathComponent(name)
    }

    /// Whether a file name is that of a temporary file.
    package static func isTemporary(_ name: String) -> Bool {
        name.hasPrefix(".") && name.hasSuffix(".part")
    }

    /// Whether a file name is that of a temporary file for a final name.
    package static func isTemporary(_ name: String, for final: String) -> Bool {
        isTemporary(name) && name.hasPrefix(".\((final as NSString).lastPathComponent).")
    }

    /// Why no file may get this name; `nil` if there is none or a regular file.
    ///
    /// A device, a pipe or a link would be replaced by the file; none of them is followed.
    ///
    /// - Returns: a clause whose subject is the path.
    package static func obstacle(at path: String) -> String? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return nil
        case S_IFDIR: return "is a folder; name a file in it"
        case S_IFLNK: return "is a link; name the file that it leads to"
        default: return "isn't a regular file; name another one"
        }
    }

    /// The bytes that can still be written to the file system of a path; `nil` if that isn't known.
    package static func freeBytes(at path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    /// The size of a file in bytes; `nil` if there is none.
    package static func size(of path: String) -> Int64? {
        try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
    }

    /// The path of the folder that contains a file; empty for a name without a folder, and `/` for
    /// the root.
    ///
    /// Foundation's `deletingLastPathComponent` traps for names of one character (Swift 6.3.1).
    package static func folder(of path: String) -> String {
        var rest = path[...]
        while rest.count > 1, rest.last == "/" { rest.removeLast() }
        guard let slash = rest.lastIndex(of: "/") else { return "" }
        rest = rest[..<slash]
        while rest.last == "/" { rest.removeLast() }
        return rest.isEmpty ? "/" : String(rest)
    }

    /// Creates a folder, including missing parent folders.
    package static func createFolder(_ path: String) throws(LandingError) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
        let parent = folder(of: path)
        if !parent.isEmpty, parent != path { try createFolder(parent) }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw LandingError("create the folder", path)
        }
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            errno = ENOTDIR
            throw LandingError("use the folder", path)
        }
    }

    private static func flush(_ path: String, _ flags: Int32) throws(LandingError) {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw LandingError("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw LandingError("flush", path) }
    }
}
