package import Foundation

/// A temporary folder, which is removed when the last reference to it is released.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        let name = "dailies-test-" + UUID().uuidString
        path = (NSTemporaryDirectory() as NSString).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in the folder.
    package func file(_ name: String) -> String {
        (path as NSString).appendingPathComponent(name)
    }

    /// Writes a file into the folder and returns its path.
    @discardableResult
    package func write(_ bytes: Data, as name: String) throws -> String {
        try bytes.write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }
}
