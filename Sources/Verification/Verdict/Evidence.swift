/// Where in the file a finding lies, for whoever wants to look at the very bytes.
public struct Evidence: Hashable, Sendable, Codable {
    /// Bytes from the beginning of the file.
    public let byteOffset: Int64?
    /// Which sample of its track, counted from 0 in decoding order.
    public let sampleNumber: Int?

    /// Names a place; either may be unknown.
    public init(byteOffset: Int64? = nil, sampleNumber: Int? = nil) {
        self.byteOffset = byteOffset
        self.sampleNumber = sampleNumber
    }
}
