/// Where the samples of one track lie and when they are shown, read from a film's index.
///
/// Only what a plain film has is read; whatever else there is (fragments, several sample
/// descriptions, edits that do more than begin) makes the table `nil`, and others must read it.
///
/// Source: ISO/IEC 14496-12, 8.6 and 8.7.
package struct SampleTable: Hashable, Sendable {
    /// One sample, in the order of decoding.
    package struct Sample: Hashable, Sendable {
        /// Where its bytes begin in the file.
        package let offset: Int
        /// How many bytes it has.
        package let size: Int
        /// When it is shown, in units of the track.
        package let pts: Int64
        /// Whether decoding can start here.
        package let isKey: Bool
    }

    /// The samples in the order of decoding.
    package let samples: [Sample]
    /// Units of the track in one second.
    package let timescale: Int32
    /// Whether an edit list leaves samples out: a trimmed picture, or the priming of sound.
    package let hidesSamples: Bool
    /// How long the last sample in decoding order lasts.
    package let lastDuration: Int64

    /// More than any clip has: what claims more isn't believed.
    private static let mostSamples = 10_000_000

    /// Reads the table of a track.
    ///
    /// - Parameters:
    ///   - movie: the payload of the `moov` box.
    ///   - track: the track's number.
    package init?(movie: [UInt8], track: Int) {
        let boxes = Boxes(movie[...])
        guard boxes.first("mvex") == nil, let header = boxes.first("mvhd") else { return nil }
        let movieScale = header.number(at: header.first == 1 ? 20 : 12, bytes: 4)
        let tracks = boxes.filter { $0.type == "trak" }.map(\.payload)
        guard let found = tracks.first(where: { Self.number(of: $0) == track }),
            let media = Boxes(found).first("mdia"),
            let mediaHeader = Boxes(media).first("mdhd"),
            let tables = Boxes(media).first(at: "minf", "stbl"),
            case let scale = mediaHeader.number(
                at: mediaHeader.first == 1 ? 20 : 12, bytes: 4), scale > 0,
            let timescale = Int32(exactly: scale), movieScale > 0
        else { return nil }
        self.timescale = timescale
        guard let tables = Tables(tables) else { return nil }
        var edit: Edit?
        if let list = Boxes(found).first(at: "edts", "elst") {
            guard let simple = Edit(list) else { return nil }
            edit = simple
        }
        var shift: Int64 = 0
        if let edit {
            guard let moved = Self.shift(edit, movieScale: movieScale, timescale: scale) else {
                return nil
            }
            shift = moved
        }
        hidesSamples =
            edit.map { Self.hides($0, tables, movieScale: movieScale, timescale: scale) } ?? false
        samples = tables.samples(shiftedBy: shift)
        lastDuration = tables.lastDuration
    }

    private static func number(of track: ArraySlice<UInt8>) -> Int? {
        Boxes(track).first("tkhd").map { $0.number(at: $0.first == 1 ? 20 : 12, bytes: 4) }
    }

    /// An edit list of one edit, with or without an empty one in front.
    private struct Edit {
        /// How long nothing is shown first, in units of the movie.
        var delay = 0
        /// The time on the track that is shown first.
        var begin = 0
        /// How long the track is shown, in units of the movie; 0 means to the end.
        var duration = 0

        init?(_ list: ArraySlice<UInt8>) {
            let wide = list.first == 1 ? 8 : 4
            let count = list.number(at: 4, bytes: 4)
            var entries: [(duration: Int, time: Int)] = []
            guard (1...2).contains(count), list.count >= 8 + count * (2 * wide + 4) else {
                return nil
            }
            for index in 0..<count {
                let place = 8 + index * (2 * wide + 4)
                // Played at its own speed.
                guard list.number(at: place + 2 * wide, bytes: 4) == 0x1_0000 else { return nil }
                let time = list.number(at: place + wide, bytes: wide)
                entries.append(
                    (
                        list.number(at: place, bytes: wide),
                        wide == 4 ? Int(Int32(truncatingIfNeeded: time)) : time
                    ))
            }
            guard let last = entries.last, last.time >= 0 else { return nil }
            if entries.count == 2 {
                guard entries[0].time == -1 else { return nil }
                delay = entries[0].duration
            }
            begin = last.time
            duration = last.duration
            // No film is a thousand years long, and sums must fit.
            guard [delay, begin, duration].allSatisfy({ (0..<1 << 45).contains($0) }) else {
                return nil
            }
        }
    }

    /// What must be added to each time on the track; `nil` where that is no whole number.
    private static func shift(_ edit: Edit, movieScale: Int, timescale: Int) -> Int64? {
        let (delay, isTooLong) = edit.delay.multipliedReportingOverflow(by: timescale)
        guard !isTooLong, delay % movieScale == 0 else { return nil }
        return Int64(delay / movieScale - edit.begin)
    }

    /// Whether the edit leaves samples out, at the beginning or at the end.
    private static func hides(
        _ edit: Edit, _ tables: Tables, movieScale: Int, timescale: Int
    ) -> Bool {
        guard edit.begin <= tables.firstPTS else { return true }
        guard edit.duration > 0 else { return false }
        let (scaled, overflow) = edit.duration.multipliedReportingOverflow(by: timescale)
        // Durations are often rounded to milliseconds: half a frame may be missing.
        let end = Int64(edit.begin) + Int64(scaled / movieScale) + tables.lastDuration / 2
        return overflow || end < tables.lastPTS + tables.lastDuration
    }

    /// The tables that together make the samples.
    private struct Tables {
        private let offsets: [Int]
        private let sizes: [Int]
        private let presentationTimes: [Int64]
        private let keys: Set<Int>?
        let lastDuration: Int64

        var firstPTS: Int64 { presentationTimes.min() ?? 0 }
        var lastPTS: Int64 { presentationTimes.max() ?? 0 }

        init?(_ tables: ArraySlice<UInt8>) {
            let boxes = Boxes(tables)
            guard let sizeBox = boxes.first("stsz"), let durations = boxes.first("stts"),
                let chunks = boxes.first("stsc"),
                let sizes = Self.sizes(sizeBox), !sizes.isEmpty,
                let decoding = Self.runs(durations, count: sizes.count),
                let offsets = Self.offsets(
                    boxes.first("stco"), boxes.first("co64"), chunks, sizes)
            else { return nil }
            var time: Int64 = 0
            var presentationTimes: [Int64] = []
            presentationTimes.reserveCapacity(sizes.count)
            var delays: [Int]?
            if let box = boxes.first("ctts") {
                guard let runs = Self.runs(box, count: sizes.count) else { return nil }
                delays = runs
            }
            for index in sizes.indices {
                presentationTimes.append(
                    time + Int64(Int32(truncatingIfNeeded: delays?[index] ?? 0)))
                time += Int64(decoding[index])
            }
            self.sizes = sizes
            self.offsets = offsets
            self.presentationTimes = presentationTimes
            lastDuration = Int64(decoding[sizes.count - 1])
            keys = boxes.first("stss").map { list in
                let count = min(list.number(at: 4, bytes: 4), (list.count - 8) / 4)
                return Set((0..<max(0, count)).map { list.number(at: 8 + $0 * 4, bytes: 4) - 1 })
            }
        }

        func samples(shiftedBy shift: Int64) -> [Sample] {
            sizes.indices.map { index in
                Sample(
                    offset: offsets[index], size: sizes[index],
                    pts: presentationTimes[index] + shift,
                    isKey: keys?.contains(index) ?? true)
            }
        }

        private static func sizes(_ box: ArraySlice<UInt8>) -> [Int]? {
            let common = box.number(at: 4, bytes: 4)
            let count = box.number(at: 8, bytes: 4)
            guard count <= mostSamples else { return nil }
            if common > 0 { return Array(repeating: common, count: count) }
            guard box.count >= 12 + count * 4 else { return nil }
            return (0..<count).map { box.number(at: 12 + $0 * 4, bytes: 4) }
        }

        /// A table of counts and values, spread out over the samples.
        private static func runs(_ box: ArraySlice<UInt8>, count: Int) -> [Int]? {
            let entries = box.number(at: 4, bytes: 4)
            guard box.count >= 8 + entries * 8 else { return nil }
            var list: [Int] = []
            list.reserveCapacity(count)
            for entry in 0..<entries {
                let length = box.number(at: 8 + entry * 8, bytes: 4)
                guard list.count + length <= count else { return nil }
                list += repeatElement(box.number(at: 12 + entry * 8, bytes: 4), count: length)
            }
            return list.count == count ? list : nil
        }

        /// Where each sample begins: chunks are rows of samples without gaps.
        private static func offsets(
            _ narrow: ArraySlice<UInt8>?, _ wide: ArraySlice<UInt8>?, _ runs: ArraySlice<UInt8>,
            _ sizes: [Int]
        ) -> [Int]? {
            guard let box = narrow ?? wide else { return nil }
            let bytes = narrow == nil ? 8 : 4
            let chunks = box.number(at: 4, bytes: 4)
            let entries = runs.number(at: 4, bytes: 4)
            guard box.count >= 8 + chunks * bytes, runs.count >= 8 + entries * 12 else {
                return nil
            }
            var list: [Int] = []
            list.reserveCapacity(sizes.count)
            for entry in 0..<entries {
                let place = 8 + entry * 12
                let first = runs.number(at: place, bytes: 4)
                let next =
                    entry + 1 < entries ? runs.number(at: place + 12, bytes: 4) : chunks + 1
                // One sample description for all samples.
                guard runs.number(at: place + 8, bytes: 4) == 1, first >= 1, next > first,
                    next <= chunks + 1
                else { return nil }
                for chunk in first..<next {
                    var offset = box.number(at: 8 + (chunk - 1) * bytes, bytes: bytes)
                    for _ in 0..<runs.number(at: place + 4, bytes: 4) {
                        guard list.count < sizes.count, (0..<1 << 60).contains(offset) else {
                            return nil
                        }
                        list.append(offset)
                        offset += sizes[list.count - 1]
                    }
                }
            }
            return list.count == sizes.count ? list : nil
        }
    }

    /// Reads the table of a file's track; `nil` where it isn't that plain.
    package init?(_ file: borrowing FileBytes, track: Int) {
        guard let box = TopLevelBoxes(file).first("moov"), box.size <= Self.longestMovie,
            case let header = file.read(at: box.offset, 4),
            case let front = header == [0, 0, 0, 1] ? 16 : 8
        else { return nil }
        guard box.size > front else { return nil }
        let movie = file.read(at: box.offset + Int64(front), Int(box.size) - front)
        self.init(movie: movie, track: track)
        // What lies beyond the end was cut off.
        guard samples.allSatisfy({ $0.offset >= 0 && $0.offset + $0.size <= file.count }) else {
            return nil
        }
    }

    /// Longer than the index of any clip.
    private static let longestMovie: Int64 = 64 << 20
}
