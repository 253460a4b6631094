import DailiesContainer

/// The sample tables of a track, whose numbers of samples agree.
struct TrackTables {
    /// The size of each sample in bytes.
    let sizes: [Int]
    /// Whether the table states one size for all samples.
    let hasCommonSize: Bool
    /// The durations in decoding order.
    let durations: [Int]
    /// The delays from decoding to display; empty if there are none.
    let delays: [Int]
    private let chunkOffsets: [Int]
    /// The number of samples in each chunk.
    private let chunkSizes: [Int]
    private let track: Int

    /// More than any clip has; a table that states more is damaged.
    private static let sampleLimit = 10_000_000

    /// Reads the boxes in `stbl`.
    ///
    /// - Throws: `IndexFault` if their numbers of samples differ, or one is missing or too short.
    init(_ parts: [BoxTree.Part], track: Int) throws(IndexFault) {
        self.track = track
        func table(_ type: String) throws(IndexFault) -> ArraySlice<UInt8>? {
            guard parts.contains(where: { $0.type == type }) else { return nil }
            return try TrackAudit.part(type, of: parts)
        }
        func fault(_ what: String) -> IndexFault {
            IndexFault("its index is damaged: \(what) of track \(track)")
        }
        guard let descriptions = try table("stsd"), let durations = try table("stts"),
            let runs = try table("stsc")
        else { throw fault("a table is missing") }
        let entries = Array(Boxes(descriptions.dropFirst(8)))
        guard entries.count == descriptions.number(at: 4, bytes: 4), !entries.isEmpty else {
            throw fault("there is a wrong number of sample descriptions")
        }
        if let box = try table("stsz") {
            guard let sizes = Self.sizes(box) else {
                throw fault("the sizes (stsz) are invalid")
            }
            self.sizes = sizes
            hasCommonSize = box.number(at: 4, bytes: 4) > 0
        } else if let box = try table("stz2"), let sizes = Self.compactSizes(box) {
            self.sizes = sizes
            hasCommonSize = false
        } else {
            throw fault("there are no valid sizes (stsz)")
        }
        guard let list = Self.runs(durations, count: sizes.count) else {
            throw fault("the numbers of samples in stsz and stts differ")
        }
        self.durations = list
        if let box = try table("ctts"), box.number(at: 4, bytes: 4) > 0 {
            guard let list = Self.runs(box, count: sizes.count) else {
                throw fault("the numbers of samples in stsz and ctts differ")
            }
            delays = list.map { Int(Int32(truncatingIfNeeded: $0)) }
        } else {
            delays = []
        }
        if let box = try table("stss") {
            guard Self.isSorted(box, upTo: sizes.count) else {
                throw fault("the key frames (stss) aren't samples")
            }
        }
        let (narrow, wide) = (try table("stco"), try table("co64"))
        let offsets =
            narrow.flatMap { Self.numbers($0, bytes: 4) }
            ?? wide.flatMap { Self.numbers($0, bytes: 8) }
        guard let offsets else { throw fault("there are no valid offsets (stco)") }
        chunkOffsets = offsets
        guard
            let chunks = Self.chunks(runs, count: offsets.count, descriptions: entries.count),
            chunks.reduce(0, +) == sizes.count
        else { throw fault("the numbers of samples in stsz and stsc differ") }
        chunkSizes = chunks
    }

    /// The byte ranges of the chunks.
    func chunkRanges() throws(IndexFault) -> [Range<Int>] {
        var sample = 0
        var ranges: [Range<Int>] = []
        for (offset, count) in zip(chunkOffsets, chunkSizes) {
            let bytes = sizes[sample..<sample + count].reduce(0, +)
            sample += count
            let (end, overflow) = offset.addingReportingOverflow(bytes)
            guard offset >= 0, !overflow else {
                throw IndexFault("its index is damaged: an offset of track \(track) is invalid")
            }
            ranges.append(offset..<end)
        }
        return ranges
    }

    // MARK: Tables

    private static func sizes(_ box: ArraySlice<UInt8>) -> [Int]? {
        let common = box.number(at: 4, bytes: 4)
        let count = box.number(at: 8, bytes: 4)
        guard count <= sampleLimit else { return nil }
        if common > 0 { return Array(repeating: common, count: count) }
        guard box.count == 12 + count * 4 else { return nil }
        return (0..<count).map { box.number(at: 12 + $0 * 4, bytes: 4) }
    }

    /// Sizes of 4, 8 or 16 bits (`stz2`).
    private static func compactSizes(_ box: ArraySlice<UInt8>) -> [Int]? {
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

    /// Expands a run-length coded table into one value per sample.
    private static func runs(_ box: ArraySlice<UInt8>, count: Int) -> [Int]? {
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

    private static func numbers(_ box: ArraySlice<UInt8>, bytes: Int) -> [Int]? {
        let count = box.number(at: 4, bytes: 4)
        guard box.count == 8 + count * bytes else { return nil }
        return (0..<count).map { box.number(at: 8 + $0 * bytes, bytes: bytes) }
    }

    /// Whether a list of sample numbers ascends and none is larger than `count`.
    private static func isSorted(_ box: ArraySlice<UInt8>, upTo count: Int) -> Bool {
        guard let list = numbers(box, bytes: 4) else { return false }
        return zip([0] + list, list).allSatisfy { $0 < $1 } && list.allSatisfy { $0 <= count }
    }

    /// The number of samples in each chunk.
    private static func chunks(
        _ runs: ArraySlice<UInt8>, count: Int, descriptions: Int
    ) -> [Int]? {
        let entries = runs.number(at: 4, bytes: 4)
        guard runs.count == 8 + entries * 12 else { return nil }
        var list: [Int] = []
        for entry in 0..<entries {
            let place = 8 + entry * 12
            let first = runs.number(at: place, bytes: 4)
            let next = entry + 1 < entries ? runs.number(at: place + 12, bytes: 4) : count + 1
            let samples = runs.number(at: place + 4, bytes: 4)
            guard first == list.count + 1, next > first, next <= count + 1,
                (1...descriptions).contains(runs.number(at: place + 8, bytes: 4)),
                samples <= sampleLimit
            else { return nil }
            list += repeatElement(samples, count: next - first)
        }
        return list.count == count ? list : nil
    }
}
