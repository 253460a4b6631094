import DailiesContainer

/// Checks the fragments of a file: that none is missing and that their tables are complete.
///
/// Source: ISO/IEC 14496-12, 8.8.
struct FragmentAudit {
    /// The number of samples in fragments by track.
    private(set) var sampleCounts: [Int: Int] = [:]
    /// The byte ranges of the runs by track.
    private(set) var ranges: [Int: [Range<Int>]] = [:]
    /// How many samples have each duration, by track.
    private(set) var durations: [Int: [Int: Int]] = [:]
    private let tracks: Set<Int>
    /// The size of a sample where neither a fragment nor a run states one, by track.
    private var defaultSizes: [Int: Int] = [:]
    /// The same for its duration.
    private var defaultDurations: [Int: Int] = [:]
    private var lastNumber: Int?
    private var step: Int?

    init(tracks: Set<Int>) { self.tracks = tracks }

    private static func fault(_ what: String) -> IndexFault {
        IndexFault("its index is damaged: \(what)")
    }

    /// More samples than a run of any clip has.
    private static let sampleLimit = 10_000_000

    /// Reads the defaults in the `mvex` boxes.
    mutating func add(_ extensions: [ArraySlice<UInt8>]) throws(IndexFault) {
        for payload in extensions {
            for part in try BoxTree.parts(of: payload, in: "mvex") where part.type == "trex" {
                let track = part.payload.number(at: 4, bytes: 4)
                defaultDurations[track] = part.payload.number(at: 12, bytes: 4)
                defaultSizes[track] = part.payload.number(at: 16, bytes: 4)
            }
        }
    }

    /// Reads a fragment (`moof`).
    mutating func add(_ box: TopLevelBoxes.Box, of file: FileBytes) throws(IndexFault) {
        guard box.offset + box.size <= file.count else {
            throw IndexFault("it is cut off inside a fragment")
        }
        let bytes = file.read(at: box.offset, Int(box.size))
        let parts = try BoxTree.parts(of: BoxTree.payload(bytes), in: "moof")
        guard let header = parts.first(where: { $0.type == "mfhd" })?.payload else {
            throw Self.fault("a fragment has no header")
        }
        try count(header.number(at: 4, bytes: 4))
        var end = Int(box.offset)
        for part in parts where part.type == "traf" {
            try add(fragment: part.payload, of: Int(box.offset), &end)
        }
    }

    /// Fragments are numbered in steps of one, or all have the same number.
    private mutating func count(_ number: Int) throws(IndexFault) {
        defer { lastNumber = number }
        guard let lastNumber else { return }
        let step = self.step ?? (number == lastNumber ? 0 : 1)
        self.step = step
        guard number - lastNumber == step else {
            throw Self.fault("a fragment is missing between number \(lastNumber) and \(number)")
        }
    }

    private mutating func add(
        fragment: ArraySlice<UInt8>, of start: Int, _ end: inout Int
    ) throws(IndexFault) {
        let parts = try BoxTree.parts(of: fragment, in: "traf")
        let header = FragmentHeader(try TrackAudit.part("tfhd", of: parts))
        let track = header.track
        // A track that is neither video nor audio.
        guard defaultSizes[track] != nil else {
            throw Self.fault("a fragment belongs to track \(track), which doesn't exist")
        }
        guard header.isEmpty || parts.contains(where: { $0.type == "trun" }) else {
            throw Self.fault("a fragment has no list of samples")
        }
        let size = header.defaultSize ?? defaultSizes[track] ?? 0
        let duration = header.defaultDuration ?? defaultDurations[track] ?? 0
        // Without a base, the first run counts from the fragment and later ones follow.
        let origin = header.baseOffset ?? (header.countsFromFragment ? start : end)
        var position = origin
        for part in parts where part.type == "trun" {
            let run = FragmentRun(part.payload)
            guard run.count <= Self.sampleLimit, run.isWhole else {
                throw Self.fault("a fragment's list of samples is cut off")
            }
            if let offset = run.dataOffset { position = origin + offset }
            guard position >= 0 else { throw Self.fault("a fragment's offset is invalid") }
            let (runEnd, overflow) = position.addingReportingOverflow(
                run.sum(.size, common: size))
            guard !overflow else { throw Self.fault("a fragment's sizes are invalid") }
            if tracks.contains(track) {
                sampleCounts[track, default: 0] += run.count
                ranges[track, default: []].append(position..<runEnd)
                durations[track, default: [:]].merge(
                    run.counts(.duration, common: duration), uniquingKeysWith: +)
            }
            position = runEnd
        }
        end = position
    }

    /// Checks that nothing lies behind the last fragment and that no `mdat` is without samples.
    ///
    /// - Parameter samples: the byte ranges of all samples of the file.
    func finish(
        _ boxes: TopLevelBoxes, _ file: FileBytes, _ samples: [Range<Int>]
    ) throws(IndexFault) {
        for box in boxes.list where box.type == "mdat" && box.size > 16 {
            let range = Int(box.offset)..<Int(box.offset + box.size)
            guard samples.contains(where: { $0.overlaps(range) }) || tracks.isEmpty else {
                throw Self.fault("a fragment is missing in front of the media at \(box.offset)")
            }
        }
        guard let last = boxes.list.last, last.offset + last.size < file.count else { return }
        let rest = file.read(at: last.offset + last.size, 4096)
        guard rest.allSatisfy({ $0 == 0 }) else {
            throw Self.fault("what follows byte \(last.offset + last.size) is no fragment")
        }
    }
}
