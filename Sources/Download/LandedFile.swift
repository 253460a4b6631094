/// A file that bears its final name, complete and on the disk.
package struct LandedFile: Sendable, Hashable {
    package let path: String
    package let bytes: Int64
    /// Lowercase hexadecimal.
    package let sha256: String
}
