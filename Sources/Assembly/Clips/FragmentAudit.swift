import DailiesContainer

/// Checks the fragments of a file: that none is missing and that their tables are complete.
///
/// Source: ISO/IEC 14496-12, 8.8.
struct FragmentAudit {
    /// The number of samples in fragments by track.
    private(set) var sampleCounts: [Int: Int] = [:]
    /// The byte ranges of the runs by track.
    private(set) var ranges: [Int: [Range<Int>]] = [:]
    private let tracks: Set<Int>
    /// The size of a sample where neither a fragment nor a run states one, by track.
    private var defaultSizes: [Int: Int] = [:]
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
                defaultSizes[part.payload.number(at: 4, bytes: 4)] =
                    part.payload.number(at: 16, bytes: 4)
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
        let header = try TrackAudit.part("tfhd", of: parts)
        let flags = header.number(at: 0, bytes: 4) & 0xFF_FFFF
        let track = header.number(at: 4, bytes: 4)
        // A track that is neither video nor audio.
        guard defaultSizes[track] != nil else {
            throw Self.fault("a fragment belongs to track \(track), which doesn't exist")
        }
        var place = 8
        func next(_ flag: Int, _ bytes: Int) -> Int? {
            guard flags & flag != 0 else { return nil }
            defer { place += bytes }
            return header.number(at: place, bytes: bytes)
        }
        let isEmpty = flags & 0x1_0000 != 0
        guard isEmpty || parts.contains(where: { $0.type == "trun" }) else {
            throw Self.fault("a fragment has no list of samples")
        }
        let base = next(0x1, 8)
        _ = next(0x2, 4)
        _ = next(0x8, 4)
        let size = next(0x10, 4) ?? defaultSizes[track] ?? 0
        // Without a base, the first run counts from the fragment and later ones follow.
        var origin = base ?? (flags & 0x2_0000 != 0 ? start : end)
        if base == nil, flags & 0x2_0000 == 0, end == start { origin = start }
        var position = origin
        for part in parts where part.type == "trun" {
            let run = try FragmentRun(part.payload, defaultSize: size, limit: Self.sampleLimit)
            if let offset = run.dataOffset { position = origin + offset }
            guard position >= 0 else { throw Self.fault("a fragment's offset is invalid") }
            let (runEnd, overflow) = position.addingReportingOverflow(run.bytes)
            guard !overflow else { throw Self.fault("a fragment's sizes are invalid") }
            if tracks.contains(track) {
                sampleCounts[track, default: 0] += run.count
                ranges[track, default: []].append(position..<runEnd)
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

/// A run of samples in a fragment (`trun`).
private struct FragmentRun {
    let count: Int
    /// Relative to the base of the fragment; `nil` if it follows the previous run.
    let dataOffset: Int?
    /// The size of all samples.
    let bytes: Int

    init(_ box: ArraySlice<UInt8>, defaultSize: Int, limit: Int) throws(IndexFault) {
        let flags = box.number(at: 0, bytes: 4) & 0xFF_FFFF
        count = box.number(at: 4, bytes: 4)
        let hasOffset = flags & 0x1 != 0
        dataOffset =
            hasOffset ? Int(Int32(truncatingIfNeeded: box.number(at: 8, bytes: 4))) : nil
        let front = 8 + (hasOffset ? 4 : 0) + (flags & 0x4 != 0 ? 4 : 0)
        let fields = [0x100, 0x200, 0x400, 0x800].filter { flags & $0 != 0 }
        let width = fields.count * 4
        guard count <= limit, box.count == front + count * width else {
            throw IndexFault("its index is damaged: a fragment's list of samples is cut off")
        }
        guard flags & 0x200 != 0 else {
            bytes = count * defaultSize
            return
        }
        let column = flags & 0x100 != 0 ? 4 : 0
        var sum = 0
        for index in 0..<count { sum += box.number(at: front + index * width + column, bytes: 4) }
        bytes = sum
    }
}
