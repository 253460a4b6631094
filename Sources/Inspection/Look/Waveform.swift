/// The envelope of a file's sound: the peak level of each of a fixed number of equal stretches of its
/// duration.
package struct Waveform: Sendable, Hashable {
    /// How many stretches there are.
    package static let count = 160
    /// The peak of each stretch, from 0 (−60 dBFS or less) to 255 (full scale), in equal steps of
    /// decibels.
    package let levels: [UInt8]

    /// - Returns: `nil` unless there is a level for each stretch.
    package init?(levels: [UInt8]) {
        guard levels.count == Self.count else { return nil }
        self.levels = levels
    }
}
