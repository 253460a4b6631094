/// A completely downloaded file under its final name, flushed to the disk.
package struct LandedFile: Sendable, Hashable {
    package let path: String
    /// The file's size.
    package let bytes: Int64
    /// The digest in lowercase hexadecimal.
    package let sha256: String
}
