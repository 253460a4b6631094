/// The boxes of a track's index (`stbl`), each read as one value for each sample or chunk.
///
/// A box that is shorter or longer than its entries is rejected: the result is `nil`.
///
/// Source: ISO/IEC 14496-12, 8.6 and 8.7.
package enum SampleTableBox {
    /// More samples than any clip has; a box that states more is rejected.
    private static let sampleLimit = 10_000_000

    /// The size of each sample in bytes (`stsz`).
    package static func sizes(_ box: ArraySlice<UInt8>) -> [Int]? {
        let common = box.number(at: 4, bytes: 4)
        let count = box.number(at: 8, bytes: 4)
        guard count <= sampleLimit else { return nil }
        if common > 0 { return Array(repeating: common, count: count) }
        guard box.count == 12 + count * 4 else { return nil }
        return (0..<count).map { box.number(at: 12 + $0 * 4, bytes: 4) }
    }

    /// The size of each sample in bytes, of 4, 8 or 16 bits (`stz2`).
    package static func compactSizes(_ box: ArraySlice<UInt8>) -> [Int]? {
        let bits = box.number(at: 7, bytes: 1)
        let count = box.number(at: 8, bytes: 4)
        guard [4, 8, 16].contains(bits), count <= sampleLimit,
            box.count >= 12 + (count * bits + 7) / 8
        else { return nil }
        return (0..<count).map { index in
            guard bits == 4 else {
                return box.number(at: 12 + index * bits / 8, bytes: bits / 8)
            }
            let byte = box.number(at: 12 + index / 2, bytes: 1)
            return index % 2 == 0 ? byte >> 4 : byte & 0xF
        }
    }

    /// Expands a run-length coded table (`stts` or `ctts`) into one value for each sample.
    ///
    /// - Parameter count: the number of samples that the runs must have together.
    package static func runs(_ box: ArraySlice<UInt8>, count: Int) -> [Int]? {
        let entries = box.number(at: 4, bytes: 4)
        guard box.count == 8 + entries * 8 else { return nil }
        var list: [Int] = []
        list.reserveCapacity(count)
        for entry in 0..<entries {
            let length = box.number(at: 8 + entry * 8, bytes: 4)
            guard list.count + length <= count else { return nil }
            list += repeatElement(box.number(at: 12 + entry * 8, bytes: 4), count: length)
        }
        return list.count == count ? list : nil
    }

    /// A list of numbers: offsets of chunks (`stco`, `co64`) or key frames (`stss`).
    ///
    /// - Parameter bytes: the size of each number.
    package static func numbers(_ box: ArraySlice<UInt8>, bytes: Int) -> [Int]? {
        let count = box.number(at: 4, bytes: 4)
        guard box.count == 8 + count * bytes else { return nil }
        return (0..<count).map { box.number(at: 8 + $0 * bytes, bytes: bytes) }
    }

    /// The number of samples in each chunk (`stsc`).
    ///
    /// - Parameters:
    ///   - count: the number of chunks.
    ///   - descriptions: the number of sample descriptions; another one is rejected.
    package static func samplesPerChunk(
        _ box: ArraySlice<UInt8>, count: Int, descriptions: Int
    ) -> [Int]? {
        let entries = box.number(at: 4, bytes: 4)
        guard box.count == 8 + entries * 12 else { return nil }
        var list: [Int] = []
        for entry in 0..<entries {
            let place = 8 + entry * 12
            let first = box.number(at: place, bytes: 4)
            let next = entry + 1 < entries ? box.number(at: place + 12, bytes: 4) : count + 1
            let samples = box.number(at: place + 4, bytes: 4)
            guard first == list.count + 1, next > first, next <= count + 1,
                (1...descriptions).contains(box.number(at: place + 8, bytes: 4)),
                samples <= sampleLimit
            else { return nil }
            list += repeatElement(samples, count: next - first)
        }
        return list.count == count ? list : nil
    }
}
