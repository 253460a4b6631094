/// How the numbers of a picture become colours.
///
/// Source: ITU-T H.264, E.2.1; the codes are those of ITU-T H.273, where 2 means unspecified.
package struct VideoColour: Hashable, Sendable {
    /// Whether luma runs from 0 to 255 rather than from 16 to 235.
    package var isFullRange = false
    package var primaries = 2
    package var transfer = 2
    package var matrix = 2

    /// Whether a picture of this kind looks right when it is shown as one of the other: what isn't
    /// specified is taken for what the other says.
    package func agrees(with other: VideoColour) -> Bool {
        func same(_ path: KeyPath<VideoColour, Int>) -> Bool {
            let (mine, theirs) = (self[keyPath: path], other[keyPath: path])
            return mine == theirs || mine == 2 || theirs == 2
        }
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
