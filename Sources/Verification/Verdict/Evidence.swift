/// The place of a finding in the file, for tools that look at the bytes.
public struct Evidence: Hashable, Sendable, Codable {
    /// Offset in bytes from the start of the file.
    public let byteOffset: Int64?
    /// The sample's number in its track, counted from 0 in decoding order.
    public let sampleNumber: Int?

    /// Names a place; either part may be unknown.
    public init(byteOffset: Int64? = nil, sampleNumber: Int? = nil) {
        self.byteOffset = byteOffset
        self.sampleNumber = sampleNumber
    }
}
