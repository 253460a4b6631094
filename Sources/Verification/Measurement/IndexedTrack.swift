import DailiesContainer
import DailiesMedia
import DailiesMediaTime

/// What the index says about a track that libav repairs, ignores or doesn't report.
///
/// Source: ISO/IEC 14496-12, clause 8.
struct IndexedTrack: Hashable, Sendable, Codable {
    /// The samples in each table of the index; `nil` if a table is missing.
    let counts: SampleCounts?
    /// How long the samples last; `nil` if the table is missing, and in measurements of earlier
    /// versions.
    let durations: SampleDurations?
    /// When the pictures are shown; `nil` for sound, if it isn't known, and in measurements of
    /// earlier versions.
    let times: SampleTimes?
    /// How long the track states to be, in units of `timescale`; `nil` if it doesn't, and in
    /// measurements of earlier versions.
    let statedUnits: Int?
    /// How much later than the edit list plays the track its first picture is shown, in units of
    /// `timescale`; `nil` without an edit list, and in measurements of earlier versions.
    let delayUnits: Int?
    /// Whether the track is enabled.
    ///
    /// Some players skip a track that isn't.
    let isEnabled: Bool
    /// Whether the matrix of the track mirrors the picture.
    let isMirrored: Bool
    /// What the track declares itself to be: `vide` for pictures, `soun` for sound.
    let handler: String
    /// The code of the codec, such as `avc1`.
    let sampleEntry: String
    /// The number of sample descriptions, each with a codec and a size of its own.
    let descriptions: Int
    /// Whether the code is unknown although the entry has the configuration of a known codec.
    let hasDamagedSampleEntry: Bool
    /// The beginning of the track that its edit list skips, in units of `timescale`.
    let skippedUnits: Int
    /// The track's units per second.
    let timescale: Int

    /// How much of the track its edit list skips at the beginning.
    var skipped: MediaTime { time(skippedUnits) }

    /// How long the samples are together, and how long the track states to be; `nil` if they agree.
    var contradictedLength: (found: MediaTime, stated: MediaTime)? {
        guard let durations, let statedUnits, durations.count > 0 else { return nil }
        // Some writers count up to the end of the display, and some leave out the last sample.
        let (total, end) = (durations.total, times?.end ?? durations.total)
        // The encoder's start-up may be left out of sound.
        let priming = handler == "soun" ? timescale / 4 : 0
        let slack = max(durations.total / durations.count, durations.last) * 3 / 2 + priming
        guard statedUnits < min(total, end) - slack || statedUnits > max(total, end) + slack else {
            return nil
        }
        return (time(total), time(statedUnits))
    }

    /// How much later than the edit list plays the track its first picture is shown; zero for less
    /// than a picture and a half, and if it isn't known.
    var delay: MediaTime {
        guard let delayUnits, let durations, durations.count > 0,
            delayUnits > durations.total / durations.count * 3 / 2
        else { return .zero }
        return time(delayUnits)
    }

    private func time(_ units: Int) -> MediaTime {
        MediaTime(value: Int64(units), timescale: Int32(clamping: timescale))
    }

    /// Whether the codec's code is one of a codec.
    var hasKnownSampleEntry: Bool { SampleEntryCode.isKnown(sampleEntry) }

    /// Reads a track.
    ///
    /// - Parameters:
    ///   - movie: the payload of the `moov` box.
    ///   - number: the track's number (`track_ID`); `nil` if there is no such track.
    init?(_ movie: ArraySlice<UInt8>, number: Int) {
        for box in Boxes(movie) where box.type == "trak" {
            guard let header = Boxes(box.payload).first("tkhd").map({ TrackHeader($0) }),
                header.number == number
            else { continue }
            self.init(track: box.payload, header)
            return
        }
        return nil
    }

    private init(track: ArraySlice<UInt8>, _ header: TrackHeader) {
        isEnabled = header.isEnabled
        isMirrored = header.matrix.isMirrored
        let media = Boxes(Boxes(track).first("mdia") ?? [])
        handler = media.first("hdlr").map { Self.code($0, at: 8) } ?? ""
        let tables = media.first(at: "minf", "stbl") ?? []
        counts = SampleCounts(tables)
        durations = Boxes(tables).first("stts").map { SampleDurations($0) }
        let list = Boxes(tables).first("stsd") ?? []
        descriptions = list.number(at: 4, bytes: 4)
        let entry = list.dropFirst(8)
        sampleEntry = Self.code(entry, at: 4)
        hasDamagedSampleEntry =
            !SampleEntryCode.isKnown(sampleEntry) && Self.hasConfiguration(entry)
        let times =
            handler == "soun"
            ? nil
            : Boxes(tables).first("stts").flatMap {
                SampleTimes(durations: $0, offsets: Boxes(tables).first("ctts"))
            }
        self.times = times
        let mediaHeader = MediaHeader(media.first("mdhd") ?? [])
        timescale = mediaHeader.timescale
        statedUnits = mediaHeader.duration
        let first =
            Boxes(tables).first("ctts").map {
                Int(Int32(truncatingIfNeeded: $0.number(at: 12, bytes: 4)))
            } ?? 0
        let start = Boxes(track).first(at: "edts", "elst").flatMap(Self.start)
        skippedUnits = max(0, (start ?? 0) - max(0, first))
        delayUnits = start.flatMap { start in times.map { max(0, $0.first - start) } }
    }

    /// The first time of the track that its edit list plays; `nil` if it plays none.
    private static func start(_ list: ArraySlice<UInt8>) -> Int? {
        let wide = list.first == 1 ? 8 : 4
        let size = 2 * wide + 4
        let count = min(list.number(at: 4, bytes: 4), max(0, list.count - 8) / size)
        for edit in 0..<count {
            let time = list.number(at: 8 + edit * size + wide, bytes: wide)
            // Minus one stands for a pause before the track begins.
            let isPause = wide == 4 ? time == 0xFFFF_FFFF : time == -1
            if !isPause { return (0..<1 << 45).contains(time) ? time : nil }
        }
        return nil
    }

    /// Four characters, each of one byte.
    private static func code(_ bytes: ArraySlice<UInt8>, at offset: Int) -> String {
        String(bytes.dropFirst(offset).prefix(4).map { Character(UnicodeScalar($0)) })
    }

    /// The boxes in which sample entries hold the configuration of their codec.
    private static let configurations = [
        "avcC", "hvcC", "av1C", "vpcC", "esds", "dOps", "dfLa", "dac3", "dec3", "alac",
    ].map { Array($0.utf8) }

    private static func hasConfiguration(_ entry: ArraySlice<UInt8>) -> Bool {
        // The box's own type at the beginning doesn't count.
        let content = Array(entry.dropFirst(8).prefix(4096))
        return content.indices.dropLast(3).contains { place in
            configurations.contains { content[place..<place + 4].elementsEqual($0) }
        }
    }
}
