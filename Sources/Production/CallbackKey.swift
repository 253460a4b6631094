import DailiesDigest
package import Foundation

/// The production's own secret, from which the addresses for callbacks are made.
package enum CallbackKey {
    /// Why there is none.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Reads the key of a production, making it where there is none; only the owner may read it.
    package static func read(_ folder: ProductionFolder) throws(Failure) -> Data {
        let path = folder.place("callback.key")
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            defer { close(descriptor) }
            let text = randomHexadecimal(byteCount: 32)
            guard write(descriptor, text, text.utf8.count) == text.utf8.count else {
                throw Failure(description: "\(path) can't be written")
            }
        }
        guard let text = FileManager.default.contents(atPath: path), text.count >= 64 else {
            throw Failure(description: "\(path) can't be read; delete it, and a new one is made")
        }
        return text
    }
}
