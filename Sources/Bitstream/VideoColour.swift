/// The colour description of a picture: range, primaries, transfer characteristics and matrix.
///
/// Source: ITU-T H.264, E.2.1; the codes are those of ITU-T H.273, where 2 means unspecified.
package struct VideoColour: Hashable, Sendable {
    /// Whether luma ranges from 0 to 255 instead of 16 to 235.
    package var isFullRange = false
    package var primaries = 2
    package var transfer = 2
    package var matrix = 2

    /// An unspecified colour description, as most generated clips have it.
    package init() {}

    package init(isFullRange: Bool, primaries: Int, transfer: Int, matrix: Int) {
        self.isFullRange = isFullRange
        self.primaries = primaries
        self.transfer = transfer
        self.matrix = matrix
    }

    /// The colours of high definition in limited range (ITU-R BT.709).
    package static let highDefinition = VideoColour(
        isFullRange: false, primaries: 1, transfer: 1, matrix: 1)

    /// Whether the primaries exceed those of ordinary screens (ITU-R BT.2020, DCI-P3).
    package var isWideGamut: Bool { [9, 11, 12].contains(primaries) }

    /// Whether the transfer characteristics are those of high dynamic range (PQ and HLG).
    package var isHighDynamicRange: Bool { [16, 18].contains(transfer) }
}

extension VideoColour: CustomStringConvertible {
    /// Primaries, transfer, matrix and range in the usual notation, such as `1/1/1 limited range`.
    package var description: String {
        "\(primaries)/\(transfer)/\(matrix) \(isFullRange ? "full" : "limited") range"
    }
}
