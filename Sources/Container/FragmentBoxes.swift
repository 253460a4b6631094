/// The header of a track's part of a fragment (`tfhd`; ISO/IEC 14496-12, 8.8.7).
package struct FragmentHeader: Hashable, Sendable {
    /// The track's number.
    package let track: Int
    /// The place in the file from which the offsets of runs count; `nil` if it isn't stated.
    package let baseOffset: Int?
    /// The duration of samples for which a run states none; `nil` for the movie's default.
    package let defaultDuration: Int?
    /// The size of samples for which a run states none; `nil` for the movie's default.
    package let defaultSize: Int?
    /// Whether the fragment has no samples of the track.
    package let isEmpty: Bool
    /// Whether offsets count from the fragment if no base is stated.
    package let countsFromFragment: Bool

    /// Parses the payload of the box.
    ///
    /// A field that lies beyond the end of the payload reads as 0.
    package init(_ payload: ArraySlice<UInt8>) {
        let flags = payload.number(at: 1, bytes: 3)
        var place = 8
        func next(_ flag: Int, bytes: Int) -> Int? {
            guard flags & flag != 0 else { return nil }
            defer { place += bytes }
            return payload.number(at: place, bytes: bytes)
        }
        track = payload.number(at: 4, bytes: 4)
        baseOffset = next(0x1, bytes: 8)
        // The sample description.
        _ = next(0x2, bytes: 4)
        defaultDuration = next(0x8, bytes: 4)
        defaultSize = next(0x10, bytes: 4)
        isEmpty = flags & 0x1_0000 != 0
        countsFromFragment = flags & 0x2_0000 != 0
    }
}

/// A run of samples in a fragment (`trun`; ISO/IEC 14496-12, 8.8.8).
package struct FragmentRun {
    /// A value that a run can state for each of its samples.
    package enum Field: Int, CaseIterable {
        case duration = 0x100
        case size = 0x200
        case flags = 0x400
        case displayOffset = 0x800
    }

    /// The number of samples that the run states.
    package let count: Int
    /// Where its bytes begin, relative to the fragment's base; `nil` if they follow the run before.
    package let dataOffset: Int?
    /// Whether the box is exactly as long as its entries.
    package let isWhole: Bool
    private let payload: ArraySlice<UInt8>
    private let fields: [Field]
    /// Where the first entry begins.
    private let front: Int

    /// Reads the payload of the box.
    package init(_ payload: ArraySlice<UInt8>) {
        let flags = payload.number(at: 1, bytes: 3)
        self.payload = payload
        count = payload.number(at: 4, bytes: 4)
        let hasOffset = flags & 0x1 != 0
        dataOffset =
            hasOffset ? Int(Int32(truncatingIfNeeded: payload.number(at: 8, bytes: 4))) : nil
        // The first sample's flags may come before the entries too.
        front = 8 + (hasOffset ? 4 : 0) + (flags & 0x4 != 0 ? 4 : 0)
        fields = Field.allCases.filter { flags & $0.rawValue != 0 }
        isWhole = payload.count == front + count * fields.count * 4
    }

    /// The number of samples; where the run lists values, only those for which it has room.
    package var listedCount: Int {
        fields.isEmpty ? count : min(count, max(0, payload.count - front) / (fields.count * 4))
    }

    /// More than any sum of real values.
    private static let largestSum = 1 << 50

    /// The sum of a value over all samples, at most 2⁵⁰.
    ///
    /// - Parameter common: the value of each sample if the run doesn't list it.
    package func sum(_ field: Field, common: Int) -> Int {
        guard let column = fields.firstIndex(of: field) else {
            let (sum, overflow) = count.multipliedReportingOverflow(by: common)
            return overflow ? Self.largestSum : min(Self.largestSum, sum)
        }
        return (0..<listedCount).reduce(0) { min(Self.largestSum, $0 + value(column, of: $1)) }
    }

    /// How many samples have each value.
    package func counts(_ field: Field, common: Int) -> [Int: Int] {
        guard let column = fields.firstIndex(of: field) else { return [common: count] }
        return (0..<listedCount).reduce(into: [:]) { $0[value(column, of: $1), default: 0] += 1 }
    }

    private func value(_ column: Int, of index: Int) -> Int {
        payload.number(at: front + (index * fields.count + column) * 4, bytes: 4)
    }
}
