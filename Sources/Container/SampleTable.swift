/// The positions and presentation times of the samples of one track, read from a film's index.
///
/// Only the features of simple films are supported. With others (fragments, several sample
/// descriptions, edit lists that do more than set the start) the table is `nil`, and the caller
/// must use libav instead.
///
/// Source: ISO/IEC 14496-12, 8.6 and 8.7.
package struct SampleTable: Hashable, Sendable {
    /// One sample of the track.
    package struct Sample: Hashable, Sendable {
        /// Its position in the file in bytes.
        package let offset: Int
        /// Its size in bytes.
        package let size: Int
        /// Its presentation time in units of `timescale`.
        package let pts: Int64
        /// Whether decoding can start here.
        package let isKey: Bool
    }

    /// The samples in decoding order.
    package let samples: [Sample]
    /// The track's time units per second.
    package let timescale: Int32
    /// Whether an edit list hides samples: a trimmed picture, or the priming of sound.
    package let hidesSamples: Bool
    /// The duration of the last sample in decoding order.
    package let lastDuration: Int64

    /// Parses the table of a track.
    ///
    /// - Parameters:
    ///   - movie: the payload of the `moov` box.
    ///   - track: the track ID.
    package init?(movie: [UInt8], track: Int) {
        let boxes = Boxes(movie[...])
        guard boxes.first("mvex") == nil, let header = boxes.first("mvhd") else { return nil }
        let movieScale = MediaHeader(header).timescale
        let tracks = boxes.filter { $0.type == "trak" }.map(\.payload)
        guard let found = tracks.first(where: { Self.number(of: $0) == track }),
            let media = Boxes(found).first("mdia"),
            let mediaHeader = Boxes(media).first("mdhd"),
            let tables = Boxes(media).first(at: "minf", "stbl"),
            case let scale = MediaHeader(mediaHeader).timescale, scale > 0,
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
        Boxes(track).first("tkhd").map { TrackHeader($0).number }
    }

    /// An edit list with one edit, optionally preceded by an empty edit.
    private struct Edit {
        /// The duration of the empty edit, in units of the movie.
        var delay = 0
        /// The time on the track at which the edit starts (`media_time`).
        var begin = 0
        /// The duration of the edit, in units of the movie; 0 means to the end of the track.
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
                // Only the normal speed (media_rate 1) is supported.
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
            // Larger values are absurd, and sums of these can't overflow.
            guard [delay, begin, duration].allSatisfy({ (0..<1 << 45).contains($0) }) else {
                return nil
            }
        }
    }

    /// The offset to add to each time on the track; `nil` if it isn't a whole number of units.
    private static func shift(_ edit: Edit, movieScale: Int, timescale: Int) -> Int64? {
        let (delay, isTooLong) = edit.delay.multipliedReportingOverflow(by: timescale)
        guard !isTooLong, delay % movieScale == 0 else { return nil }
        return Int64(delay / movieScale - edit.begin)
    }

    /// Whether the edit hides samples at the beginning or at the end.
    private static func hides(
        _ edit: Edit, _ tables: Tables, movieScale: Int, timescale: Int
    ) -> Bool {
        guard edit.begin <= tables.firstPTS else { return true }
        guard edit.duration > 0 else { return false }
        let (scaled, overflow) = edit.duration.multipliedReportingOverflow(by: timescale)
        // Durations are often rounded to milliseconds, so up to half a frame may be missing.
        let end = Int64(edit.begin) + Int64(scaled / movieScale) + tables.lastDuration / 2
        return overflow || end < tables.lastPTS + tables.lastDuration
    }

    /// The tables of the `stbl` box, from which the samples are made.
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
            let places =
                boxes.first("stco").map { SampleTableBox.numbers($0, bytes: 4) }
                ?? boxes.first("co64").map { SampleTableBox.numbers($0, bytes: 8) }
            guard let sizeBox = boxes.first("stsz"), let durations = boxes.first("stts"),
                let chunks = boxes.first("stsc"), let places = places ?? nil,
                let sizes = SampleTableBox.sizes(sizeBox), !sizes.isEmpty,
                let decoding = SampleTableBox.runs(durations, count: sizes.count),
                // All samples must have the same sample description.
                let counts = SampleTableBox.samplesPerChunk(
                    chunks, count: places.count, descriptions: 1),
                let offsets = Self.offsets(places, counts, sizes)
            else { return nil }
            var time: Int64 = 0
            var presentationTimes: [Int64] = []
            presentationTimes.reserveCapacity(sizes.count)
            var delays: [Int]?
            if let box = boxes.first("ctts") {
                guard let runs = SampleTableBox.runs(box, count: sizes.count) else { return nil }
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
            guard let list = boxes.first("stss") else {
                keys = nil
                return
            }
            guard let numbers = SampleTableBox.numbers(list, bytes: 4) else { return nil }
            keys = Set(numbers.map { $0 - 1 })
        }

        func samples(shiftedBy shift: Int64) -> [Sample] {
            sizes.indices.map { index in
                Sample(
                    offset: offsets[index], size: sizes[index],
                    pts: presentationTimes[index] + shift,
                    isKey: keys?.contains(index) ?? true)
            }
        }

        /// The position of each sample; the samples of a chunk are contiguous.
        private static func offsets(
            _ chunkOffsets: [Int], _ chunkSizes: [Int], _ sizes: [Int]
        ) -> [Int]? {
            var list: [Int] = []
            list.reserveCapacity(sizes.count)
            for (start, count) in zip(chunkOffsets, chunkSizes) {
                var offset = start
                for _ in 0..<count {
                    guard list.count < sizes.count, (0..<1 << 60).contains(offset) else {
                        return nil
                    }
                    list.append(offset)
                    offset += sizes[list.count - 1]
                }
            }
            return list.count == sizes.count ? list : nil
        }
    }

    /// Reads the table of a track from a file; `nil` if it uses unsupported features.
    package init?(_ file: FileBytes, track: Int) {
        guard let box = TopLevelBoxes(file).first("moov"), box.size <= Self.indexSizeLimit,
            case let header = file.read(at: box.offset, 4),
            case let front = header == [0, 0, 0, 1] ? 16 : 8
        else { return nil }
        guard box.size > front else { return nil }
        let movie = file.read(at: box.offset + Int64(front), Int(box.size) - front)
        self.init(movie: movie, track: track)
        // Samples beyond the end of the file: it is truncated.
        guard samples.allSatisfy({ $0.offset >= 0 && $0.offset + $0.size <= file.count }) else {
            return nil
        }
    }

    /// More bytes than the index of any clip has.
    private static let indexSizeLimit: Int64 = 64 << 20
}
