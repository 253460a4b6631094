import DailiesContainer
import DailiesLanding
import Foundation

/// Why an entry of a list can't be read, or its film can't be written, at the moment.
enum InputAccess {
    /// Explains an error with which a file couldn't be read; `nil` if another attempt would meet it too.
    ///
    /// A file that is missing from a folder with other files is missing for good. Where its folder is
    /// missing too, or has nothing in it, its file system is probably not mounted on this machine.
    static func temporaryProblem(_ path: String, _ code: Int32) -> String? {
        guard code == ENOENT else {
            guard SystemFault.isTemporary(code) else { return nil }
            return "\(path) can't be read now: \(String(cString: strerror(code)))"
        }
        let name = Landing.folder(of: path)
        let folder = name.isEmpty ? "." : name
        guard let stream = opendir(folder) else {
            return
                "\(path) isn't there, nor is its folder: is its file system mounted on this machine?"
        }
        defer { closedir(stream) }
        // An empty folder has two entries: itself and the one above it.
        for _ in 0..<3 where readdir(stream) == nil {
            return
                "\(path) isn't there, and its folder is empty: is its file system mounted on this machine?"
        }
        return nil
    }

    /// Explains an error with which a file couldn't be written; `nil` if another attempt would meet it too.
    ///
    /// Where its folder is missing, its file system is probably not mounted on this machine.
    static func temporaryProblem(writing path: String, _ code: Int32) -> String? {
        guard code == ENOENT else {
            guard SystemFault.isTemporary(code) else { return nil }
            return "\(path) can't be written now: \(String(cString: strerror(code)))"
        }
        let folder = Landing.folder(of: path)
        guard !folder.isEmpty, access(folder, F_OK) != 0 else { return nil }
        return "the folder of \(path) isn't there: is its file system mounted on this machine?"
    }

    /// Reads a whole file and returns why it can't be read at the moment; `nil` if it can, or never.
    static func temporaryProblem(reading path: String) -> String? {
        do {
            let file = try FileBytes.open(path)
            var offset: Int64 = 0
            while offset < file.count, file.readError == nil {
                offset += Int64(max(1, file.read(at: offset, 1 << 20).count))
            }
            return file.readError.flatMap { temporaryProblem(path, $0) }
        } catch {
            return temporaryProblem(path, error.code)
        }
    }
}
