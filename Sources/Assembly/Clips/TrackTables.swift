import DailiesContainer

/// The sample tables of one track.
///
/// Reading them throws if they describe different numbers of samples.
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
            guard let sizes = SampleTableBox.sizes(box) else {
                throw fault("the sizes (stsz) are invalid")
            }
            self.sizes = sizes
            hasCommonSize = box.number(at: 4, bytes: 4) > 0
        } else if let box = try table("stz2"), let sizes = SampleTableBox.compactSizes(box) {
            self.sizes = sizes
            hasCommonSize = false
        } else {
            throw fault("there are no valid sizes (stsz)")
        }
        guard let list = SampleTableBox.runs(durations, count: sizes.count) else {
            throw fault("the numbers of samples in stsz and stts differ")
        }
        self.durations = list
        if let box = try table("ctts"), box.number(at: 4, bytes: 4) > 0 {
            guard let list = SampleTableBox.runs(box, count: sizes.count) else {
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
            narrow.flatMap { SampleTableBox.numbers($0, bytes: 4) }
            ?? wide.flatMap { SampleTableBox.numbers($0, bytes: 8) }
        guard let offsets else { throw fault("there are no valid offsets (stco)") }
        chunkOffsets = offsets
        guard
            let chunks = SampleTableBox.samplesPerChunk(
                runs, count: offsets.count, descriptions: entries.count),
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

    /// Whether a list of sample numbers ascends and none is larger than `count`.
    private static func isSorted(_ box: ArraySlice<UInt8>, upTo count: Int) -> Bool {
        guard let list = SampleTableBox.numbers(box, bytes: 4) else { return false }
        return zip([0] + list, list).allSatisfy { $0 < $1 } && list.allSatisfy { $0 <= count }
    }
}
