/// What makes two paths the same: their bytes.
///
/// Strings are equal if they are canonically equivalent in Unicode, such as `é` as one character and
/// as `e` with an accent; on Linux these are the names of two files.
package struct PathIdentity: Hashable, Sendable {
    private let bytes: [UInt8]

    package init(_ path: String) { bytes = Array(path.utf8) }
}
