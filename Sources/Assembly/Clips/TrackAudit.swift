import DailiesContainer

/// Checks the tables of one video or audio track against each other and against its durations.
struct TrackAudit {
    enum Kind { case picture, sound }

    let kind: Kind
    /// The track's number.
    let number: Int
    /// The track's units per second.
    let timescale: Int
    /// The samples per second of a sound in AAC, as its description states them; `nil` for others.
    let aacRate: Int?
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
        let header = TrackHeader(try Self.part("tkhd", of: parts))
        number = header.number
        isMirrored = header.matrix.isMirrored
        let mediaHeader = MediaHeader(try Self.part("mdhd", of: media))
        timescale = mediaHeader.timescale
        guard (1...Int(Int32.max)).contains(timescale) else {
            throw IndexFault("its index is damaged: track \(number) has no time scale")
        }
        aacRate = kind == .sound ? Self.aacRate(try Self.part("stbl", of: information)) : nil
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
        try times.check(stated: mediaHeader.duration, tolerance: tolerance)
        try times.check(
            edits, statedForTrack: header.duration,
            timescale: timescale, movieTimescale: movieTimescale, tolerance: tolerance)
    }

    /// Samples in a packet of AAC.
    ///
    /// One whose spectrum is completed (SBR) has twice as many, at twice the rate.
    private static let aacPacket = 1024
    private static let aacType: UInt8 = 0x40

    private static func aacRate(_ tables: ArraySlice<UInt8>) -> Int? {
        guard let list = Boxes(tables).first("stsd"),
            let entry = Boxes(list.dropFirst(8)).first("mp4a"),
            let descriptor = Boxes(entry.dropFirst(28)).first("esds"),
            Self.objectType(descriptor) == Self.aacType
        else { return nil }
        // The rate is in 16.16 fixed point.
        let rate = entry.number(at: 24, bytes: 2)
        return rate > 0 ? rate : nil
    }

    /// The kind of codec in an `esds` box (`objectTypeIndication`; ISO/IEC 14496-1, 7.2.6.5).
    private static func objectType(_ box: ArraySlice<UInt8>) -> UInt8? {
        // Version and flags come before the descriptors.
        var rest = box.dropFirst(4)
        func enter(_ tag: UInt8) -> Bool {
            guard rest.first == tag else { return false }
            // The length has up to four bytes; the highest bit says that another one follows.
            rest = rest.dropFirst().drop { $0 & 0x80 != 0 }.dropFirst()
            return true
        }
        guard enter(3) else { return nil }
        // The number of the stream and its flags.
        rest = rest.dropFirst(3)
        return enter(4) ? rest.first : nil
    }

    /// Compares the clock of a sound in fragments with its sample rate: no other duration in the file
    /// does.
    ///
    /// - Parameter durations: how many packets have each duration.
    func checkClock(_ durations: [Int: Int]) throws(IndexFault) {
        guard let aacRate, let usual = durations.max(by: { $0.value < $1.value })?.key else {
            return
        }
        let expected = Double(Self.aacPacket) * Double(timescale) / Double(aacRate)
        // Packets of another length are another kind of AAC.
        let share = Double(usual) / expected
        guard abs(share - 1) < 0.1, abs(Double(usual) - expected) > 1 else { return }
        throw IndexFault(
            "its index is damaged: track \(number) has \(timescale) units a second, which doesn't "
                + "fit \(aacRate) samples a second")
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
}
