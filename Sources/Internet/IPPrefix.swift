/// An IP prefix: all addresses that begin with the same bits, such as `10.0.0.0/8`.
package struct IPPrefix: Hashable, Sendable {
    private let start: IPAddress
    private let bits: Int

    /// Parses an address with a prefix length; without a length, all bits count.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let start = IPAddress(String(first)) else { return nil }
        let all = start.bytes.count * 8
        guard let bits = parts.count == 1 ? all : Int(parts[1]), (0...all).contains(bits) else {
            return nil
        }
        self.start = start
        self.bits = bits
    }

    package func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == start.bytes.count else { return false }
        for (index, (one, other)) in zip(start.bytes, address.bytes).enumerated() {
            let counted = min(max(bits - index * 8, 0), 8)
            if (one ^ other) >> (8 - counted) != 0 { return false }
        }
        return true
    }
}
