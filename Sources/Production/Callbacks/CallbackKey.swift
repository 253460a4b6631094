import DailiesDigest
import DailiesLanding
package import Foundation

/// The production's own secret, from which the addresses for callbacks are derived.
package enum CallbackKey {
    /// The key could neither be read nor written: the reason.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    private static let digits = 64

    /// Reads the key of a production, or creates it; only the owner may read the file.
    package static func read(_ folder: ProductionFolder) throws(Failure) -> Data {
        let path = folder.place("callback.key")
        if let text = FileManager.default.contents(atPath: path), text.count == digits {
            return text
        }
        // Written completely before it is renamed: a session that is killed here leaves no partial key.
        let draft = Landing.temporaryName(for: path)
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(description: "\(path) can't be written") }
        let text = randomHexadecimal(byteCount: digits / 2)
        let isWritten = write(descriptor, text, digits) == digits && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(draft, path) == 0 else {
            throw Failure(description: "\(path) can't be written")
        }
        return Data(text.utf8)
    }
}
