/// How the numbers of a picture become colours.
///
/// Source: ITU-T H.264, E.2.1; the codes are those of ITU-T H.273, where 2 means unspecified.
package struct VideoColour: Hashable, Sendable {
    /// Whether luma runs from 0 to 255 rather than from 16 to 235.
    package var isFullRange = false
    package var primaries = 2
    package var transfer = 2
    package var matrix = 2

    /// Nothing specified, which is the case of most generated clips.
    package init() {}

    package init(isFullRange: Bool, primaries: Int, transfer: Int, matrix: Int) {
        self.isFullRange = isFullRange
        self.primaries = primaries
        self.transfer = transfer
        self.matrix = matrix
    }

    /// High definition's colours in the narrow range, as ITU-R BT.709 has them.
    package static let highDefinition = VideoColour(
        isFullRange: false, primaries: 1, transfer: 1, matrix: 1)

    /// Whether it has colours that ordinary screens can't show (ITU-R BT.2020, DCI-P3).
    package var isWideGamut: Bool { [9, 11, 12].contains(primaries) }

    /// Whether its brightest white is brighter than ordinary screens show (PQ and HLG).
    package var isHighDynamicRange: Bool { [16, 18].contains(transfer) }

    /// Whether a picture of this kind looks right when it is shown as one of the other: what isn't
    /// specified is taken for what the other says.
    package func agrees(with other: VideoColour) -> Bool {
        func same(_ path: KeyPath<VideoColour, Int>) -> Bool {
            let (mine, theirs) = (self[keyPath: path], other[keyPath: path])
            return mine == theirs || mine == 2 || theirs == 2
        }
        // What isn't specified is never taken for what only special screens show.
        guard isHighDynamicRange == other.isHighDynamicRange, isWideGamut == other.isWideGamut
        else { return false }
        return isFullRange == other.isFullRange && same(\.primaries) && same(\.transfer)
            && same(\.matrix)
    }
}

extension VideoColour: CustomStringConvertible {
    /// The codes as people who deal with them write them, such as `1/1/1 limited range`.
    package var description: String {
        "\(primaries)/\(transfer)/\(matrix) \(isFullRange ? "full" : "limited") range"
    }
}
