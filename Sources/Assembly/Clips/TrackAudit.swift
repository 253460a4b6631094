import DailiesContainer

/// Checks the tables of one video or audio track against each other and against its durations.
struct TrackAudit {
    enum Kind { case picture, sound }

    let kind: Kind
    /// The track's number.
    let number: Int
    /// The track's units per second.
    let timescale: Int
    /// The number of samples outside fragments.
    let sampleCount: Int
    /// Whether the picture is displayed mirrored.
    let isMirrored: Bool
    /// The byte ranges of the chunks; empty if the samples of a sound are counted in another unit.
    let chunks: [Range<Int>]

    /// By how many of its usual samples a sound's durations may differ: encoders differ in whether
    /// they count priming and padding, two samples each.
    static let soundTolerance = 4.0
    /// By how many frames the durations of a picture at a constant rate may differ: writers differ
    /// in whether they count the last frame.
    static let pictureTolerance = 1.5
    /// The same for a picture whose frames have different durations; no frame may be missing.
    static let varyingPictureTolerance = 0.75
    /// By which share of the usual duration others may differ for frames to count as even.
    static let evenDurations = 0.25
    /// By which share an edit may be longer than what it shows; players then hold the last frame.
    static let largestEditExcess = 0.1
    /// The smallest share of a picture that an edit list may show.
    static let smallestShownShare = 0.01

    /// Checks a track; `nil` if it is neither video nor audio.
    ///
    /// - Parameter track: the payload of the `trak` box.
    /// - Throws: `IndexFault` at the first contradiction.
    init?(
        _ track: ArraySlice<UInt8>, movieTimescale: Int, isFragmented: Bool
    ) throws(IndexFault) {
        let parts = try BoxTree.parts(of: track, in: "trak")
        let media = try BoxTree.parts(of: Self.part("mdia", of: parts), in: "mdia")
        let handler = try Self.part("hdlr", of: media).dropFirst(8).prefix(4)
        let information = try BoxTree.parts(of: Self.part("minf", of: media), in: "minf")
        let hasPictureHeader = information.contains { $0.type == "vmhd" }
        let hasSoundHeader = information.contains { $0.type == "smhd" }
        switch String(decoding: handler, as: UTF8.self) {
        case "vide" where !hasSoundHeader: kind = .picture
        case "soun" where !hasPictureHeader: kind = .sound
        default:
            guard !hasPictureHeader, !hasSoundHeader else {
                throw IndexFault("its index is damaged: a track's handler contradicts its header")
            }
            return nil
        }
        let header = try Self.part("tkhd", of: parts)
        number = header.number(at: header.first == 1 ? 20 : 12, bytes: 4)
        isMirrored = DisplayMatrix(header, at: header.first == 1 ? 52 : 40).isMirrored
        let mediaHeader = try Self.part("mdhd", of: media)
        let isLong = mediaHeader.first == 1
        timescale = mediaHeader.number(at: isLong ? 20 : 12, bytes: 4)
        guard (1...Int(Int32.max)).contains(timescale) else {
            throw IndexFault("its index is damaged: track \(number) has no time scale")
        }
        let tables = try TrackTables(
            BoxTree.parts(of: Self.part("stbl", of: information), in: "stbl"), track: number)
        sampleCount = tables.sizes.count
        chunks = kind == .sound && tables.hasCommonSize ? [] : try tables.chunkRanges()
        var edits: [TrackEdit] = []
        if let list = parts.first(where: { $0.type == "edts" }) {
            edits = try TrackEdit.list(BoxTree.parts(of: list.payload, in: "edts"), track: number)
        }
        try TrackEdit.refuseUnsupported(edits)
        // The durations of a fragmented file include its fragments, or nothing.
        guard sampleCount > 0, !isFragmented else { return }
        let times = try TrackTimes(tables, isPicture: kind == .picture, track: number)
        let tolerance = kind == .sound ? Self.soundTolerance : times.pictureTolerance
        try times.check(
            stated: Self.duration(mediaHeader, at: isLong ? 24 : 16, isLong: isLong),
            tolerance: tolerance)
        try times.check(
            edits,
            statedForTrack: Self.duration(
                header, at: header.first == 1 ? 28 : 20, isLong: header.first == 1),
            timescale: timescale, movieTimescale: movieTimescale, tolerance: tolerance)
    }

    /// The only box of a type in a container.
    static func part(
        _ type: String, of parts: [BoxTree.Part]
    ) throws(IndexFault) -> ArraySlice<UInt8> {
        let found = parts.filter { $0.type == type }
        guard let first = found.first, found.count == 1 else {
            throw IndexFault("its index is damaged: it has \(found.count) \(type) boxes in a track")
        }
        return first.payload
    }

    /// A duration in a header; `nil` if it says that it is unknown.
    private static func duration(_ header: ArraySlice<UInt8>, at place: Int, isLong: Bool) -> Int? {
        let value = header.number(at: place, bytes: isLong ? 8 : 4)
        return value <= 0 || (!isLong && value == Int(UInt32.max)) ? nil : value
    }
}
