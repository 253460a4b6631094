import DailiesContainer

/// How many samples each table of a track's index describes.
///
/// Each table must describe the same samples. libav and players follow one of them and ignore or
/// repair the others, each in its own way, so that a damaged table shows nowhere else.
///
/// Source: ISO/IEC 14496-12, 8.6 and 8.7.
struct SampleCounts: Hashable, Sendable, Codable {
    /// The samples that have a size (`stsz` or `stz2`).
    let sizes: Int
    /// The samples that have a duration (`stts`).
    let durations: Int
    /// The samples that have an offset between decoding and display (`ctts`); `nil` without offsets.
    let offsets: Int?
    /// The samples in all chunks (`stsc`, `stco` or `co64`).
    let inChunks: Int
    /// The samples of the last chunk.
    let inLastChunk: Int
    /// Whether every table is as long as its number of entries requires, and every key frame in
    /// the index (`stss`) is one of the samples.
    let hasAllEntries: Bool

    /// Counts the samples in the tables of a track; `nil` if a table is missing.
    ///
    /// - Parameter tables: the payload of the `stbl` box.
    init?(_ tables: ArraySlice<UInt8>) {
        let boxes = Boxes(tables)
        var hasAllEntries = true
        /// The entries of a table that it has room for.
        func entries(_ table: ArraySlice<UInt8>, at place: Int, bits: Int) -> Int {
            let claimed = table.number(at: place, bytes: 4)
            let room = max(0, table.count - place - 4) * 8 / bits
            if claimed > room { hasAllEntries = false }
            return min(claimed, room)
        }
        if let table = boxes.first("stsz") {
            // With a common size the table has no entries.
            sizes =
                table.number(at: 4, bytes: 4) > 0
                ? table.number(at: 8, bytes: 4) : entries(table, at: 8, bits: 32)
        } else if let table = boxes.first("stz2") {
            sizes = entries(table, at: 8, bits: max(4, table.number(at: 7, bytes: 1)))
        } else {
            return nil
        }
        guard let durations = boxes.first("stts"), let runs = boxes.first("stsc"),
            let chunks = boxes.first("stco") ?? boxes.first("co64")
        else { return nil }
        func samples(_ table: ArraySlice<UInt8>) -> Int {
            let count = entries(table, at: 4, bits: 64)
            return (0..<count).reduce(0) { $0 + table.number(at: 8 + $1 * 8, bytes: 4) }
        }
        self.durations = samples(durations)
        offsets = boxes.first("ctts").map(samples)
        if let keys = boxes.first("stss") {
            let count = entries(keys, at: 4, bits: 32)
            // The table is sorted.
            let last = count > 0 ? keys.number(at: 4 + count * 4, bytes: 4) : 0
            if last > sizes { hasAllEntries = false }
        }
        let bits = boxes.first("stco") == nil ? 64 : 32
        let chunkCount = entries(chunks, at: 4, bits: bits)
        let runCount = entries(runs, at: 4, bits: 96)
        var (inChunks, inLastChunk) = (0, 0)
        for run in 0..<runCount {
            let place = 8 + run * 12
            let first = runs.number(at: place, bytes: 4)
            let next =
                run + 1 < runCount ? runs.number(at: place + 12, bytes: 4) : chunkCount + 1
            inLastChunk = runs.number(at: place + 4, bytes: 4)
            // No file has a billion samples; larger sums could overflow.
            inChunks = min(
                1 << 30, inChunks + max(0, min(next, chunkCount + 1) - first) * inLastChunk)
        }
        (self.inChunks, self.inLastChunk) = (inChunks, inLastChunk)
        self.hasAllEntries = hasAllEntries
    }

    /// Whether all tables describe the same number of samples.
    var agree: Bool {
        hasAllEntries && durations == sizes && (offsets ?? sizes) == sizes && inChunks == sizes
    }

    /// Whether only the last chunk claims more samples than there are, which some writers do and no
    /// player notices.
    var onlyLastChunkIsShort: Bool {
        hasAllEntries && durations == sizes && (offsets ?? sizes) == sizes
            && (0..<inLastChunk).contains(inChunks - sizes)
    }
}

extension SampleCounts: CustomStringConvertible {
    /// The count of each table, such as "72 sizes, 72 durations, 71 display offsets, 72 in chunks".
    var description: String {
        "\(sizes) sizes, \(durations) durations, "
            + (offsets.map { "\($0) display offsets, " } ?? "") + "\(inChunks) in chunks"
            + (hasAllEntries ? "" : ", entries missing or out of range")
    }
}
