import DailiesContainer

/// A contradiction in a clip's index.
struct IndexFault: Error, Hashable {
    /// A clause whose subject "it" is the file.
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// Checks that the tables of a file's index agree with each other, with the durations in its
/// headers and with the file.
///
/// libav repairs or ignores contradictions: frames are lost, repeated or shown at a wrong time
/// without an error. Only the video and audio tracks are checked.
///
/// Source: ISO/IEC 14496-12, 8.2 to 8.8.
struct IndexAudit {
    /// The number of samples of each video or audio track by its number, fragments included.
    private(set) var sampleCounts: [Int: Int] = [:]
    /// The numbers of the tracks whose picture is displayed mirrored.
    private(set) var mirroredTracks: Set<Int> = []

    /// More bytes than the index of any clip has.
    private static let indexSizeLimit: Int64 = 64 << 20

    /// - Throws: `IndexFault` at the first contradiction.
    init(_ file: FileBytes) throws(IndexFault) {
        let boxes = TopLevelBoxes(file)
        // Without an index libav reports what kind of file it is.
        guard let movie = boxes.first("moov") else { return }
        guard movie.size <= Self.indexSizeLimit else {
            throw IndexFault("its index is damaged: it has \(movie.size) bytes")
        }
        let places = SamplePlaces(boxes, fileSize: file.count)
        let bytes = file.read(at: movie.offset, Int(movie.size))
        let parts = try BoxTree.parts(of: BoxTree.payload(bytes), in: "moov")
        guard let header = parts.first(where: { $0.type == "mvhd" })?.payload,
            case let timescale = MediaHeader(header).timescale, timescale > 0
        else { throw IndexFault("its index is damaged: the movie's header is missing or invalid") }
        let isFragmented = parts.contains { $0.type == "mvex" }
        var tracks: [TrackAudit] = []
        for part in parts where part.type == "trak" {
            guard
                let track = try TrackAudit(
                    part.payload, movieTimescale: timescale, isFragmented: isFragmented)
            else {
                continue
            }
            tracks.append(track)
        }
        // The movie's matrix applies to all tracks.
        let mirrorsAll = DisplayMatrix(header, at: header.first == 1 ? 48 : 36).isMirrored
        mirroredTracks = Set(tracks.filter { $0.isMirrored != mirrorsAll }.map(\.number))
        var ranges: [Int: [Range<Int>]] = [:]
        for track in tracks {
            guard sampleCounts[track.number] == nil else {
                throw IndexFault("its index is damaged: two tracks have the number \(track.number)")
            }
            sampleCounts[track.number] = track.sampleCount
            ranges[track.number] = track.chunks
        }
        if isFragmented {
            var fragments = FragmentAudit(tracks: Set(tracks.map(\.number)))
            try fragments.add(parts.filter { $0.type == "mvex" }.map(\.payload))
            for box in boxes.list where box.type == "moof" { try fragments.add(box, of: file) }
            try Self.checkSegmentIndexes(boxes, file, tracks)
            for track in tracks { try track.checkClock(fragments.durations[track.number] ?? [:]) }
            for (track, count) in fragments.sampleCounts {
                sampleCounts[track, default: 0] += count
            }
            ranges.merge(fragments.ranges) { $0 + $1 }
            try fragments.finish(boxes, file, Array(ranges.values.joined()))
        }
        for (track, list) in ranges { try places.check(list, of: track) }
        try places.checkOverlap(
            tracks.filter { $0.kind == .picture }.flatMap { ranges[$0.number] ?? [] },
            tracks.filter { $0.kind == .sound }.flatMap { ranges[$0.number] ?? [] })
    }
}

extension IndexAudit {
    /// Checks that the indexes of segments (`sidx`) count in the units of their tracks.
    private static func checkSegmentIndexes(
        _ boxes: TopLevelBoxes, _ file: FileBytes, _ tracks: [TrackAudit]
    ) throws(IndexFault) {
        for box in boxes.list where box.type == "sidx" && box.size >= 20 {
            let fields = file.read(at: box.offset + 8, 12)[...]
            let number = fields.number(at: 4, bytes: 4)
            let timescale = fields.number(at: 8, bytes: 4)
            guard let track = tracks.first(where: { $0.number == number }) else { continue }
            guard track.timescale == timescale else {
                throw IndexFault(
                    "its index is damaged: track \(number) has \(track.timescale) units a second, "
                        + "and its segments have \(timescale)")
            }
        }
    }
}

/// Reads boxes that must fill their container completely.
enum BoxTree {
    typealias Part = (type: String, payload: ArraySlice<UInt8>)

    /// The content of a box that begins with its header.
    static func payload(_ box: [UInt8]) -> ArraySlice<UInt8> {
        box.dropFirst(box.prefix(4).elementsEqual([0, 0, 0, 1]) ? 16 : 8)
    }

    /// The boxes in a container.
    ///
    /// - Throws: `IndexFault` if they end before or after the container, or are in a wrong one.
    static func parts(
        of container: ArraySlice<UInt8>, in name: String
    ) throws(IndexFault) -> [Part] {
        let parts = Array(Boxes(container))
        let end = parts.last?.payload.endIndex ?? container.startIndex
        // QuickTime ends some lists of boxes with zeros.
        let rest = container[end...]
        guard rest.allSatisfy({ $0 == 0 }), rest.count < 8 else {
            throw IndexFault("its index is damaged: the boxes in \(name) don't fill it")
        }
        for part in parts {
            if let home = homes[part.type], home != name {
                throw IndexFault("its index is damaged: there is a \(part.type) box in \(name)")
            }
        }
        return parts
    }

    /// The container of each box that libav would also read elsewhere.
    private static let homes: [String: String] = [
        "moov": "the file", "trak": "moov", "mvhd": "moov", "tkhd": "trak", "mdia": "trak",
        "mdhd": "mdia", "minf": "mdia", "stbl": "minf", "stsd": "stbl",
        "stts": "stbl", "ctts": "stbl", "stsc": "stbl", "stsz": "stbl", "stco": "stbl",
        "co64": "stbl", "stss": "stbl", "elst": "edts", "traf": "moof", "trun": "traf",
    ]
}

/// Where samples may lie in a file.
struct SamplePlaces {
    private let fileSize: Int64
    /// The top-level boxes that contain no samples.
    private let others: [Range<Int>]

    init(_ boxes: TopLevelBoxes, fileSize: Int64) {
        self.fileSize = fileSize
        others = boxes.list.compactMap { box in
            guard !["mdat", "imda"].contains(box.type), box.offset + 8 <= fileSize,
                case let end = box.offset.addingReportingOverflow(box.size), !end.overflow
            else { return nil }
            return Int(box.offset)..<Int(end.partialValue)
        }
    }

    /// Checks ranges of contiguous samples of one track.
    func check(_ ranges: [Range<Int>], of track: Int) throws(IndexFault) {
        for range in ranges where !range.isEmpty {
            guard range.upperBound <= fileSize else {
                throw IndexFault(
                    "it is cut off: its index lists samples beyond the end of the file")
            }
            if others.contains(where: { $0.overlaps(range) }) {
                throw IndexFault(
                    "its index is damaged: track \(track) has samples where the file has none")
            }
        }
        let sorted = ranges.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        for (first, second) in zip(sorted, sorted.dropFirst())
        where second.lowerBound < first.upperBound {
            throw IndexFault("its index is damaged: samples of track \(track) overlap")
        }
    }

    /// Checks that pictures and sound lie at different places.
    func checkOverlap(_ pictures: [Range<Int>], _ sounds: [Range<Int>]) throws(IndexFault) {
        let pictures = pictures.sorted { $0.lowerBound < $1.lowerBound }
        var next = pictures.startIndex
        for sound in sounds.sorted(by: { $0.lowerBound < $1.lowerBound }) where !sound.isEmpty {
            while next < pictures.endIndex, pictures[next].upperBound <= sound.lowerBound {
                next += 1
            }
            if next < pictures.endIndex, pictures[next].overlaps(sound) {
                throw IndexFault("its index is damaged: its picture and its sound overlap")
            }
        }
    }
}
