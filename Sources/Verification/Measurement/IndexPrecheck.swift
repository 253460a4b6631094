import DailiesContainer

/// Checks, before libav parses it, whether a file's index lists more samples than the file can
/// hold.
///
/// libav allocates memory for as many samples as a table claims. In a fragmented file with a track
/// without a number it counts up to a billion for each one: a file of some kilobytes takes
/// gigabytes and minutes, and libav doesn't call its interrupt callback meanwhile.
///
/// Source: ISO/IEC 14496-12, clause 8.
struct IndexPrecheck {
    private let bytes: Int
    private var claimedSamples = 0
    private var hasFragments = false
    private var hasUnnumberedTrack = false
    private var isTooLarge = false
    /// Number of samples in fragments, which the file's header doesn't list, by track number.
    private(set) var fragmentSamples: [Int: Int] = [:]
    /// The track number of the `traf` box being read.
    private var track: Int?
    /// The payload of the `moov` box.
    private(set) var movie: ArraySlice<UInt8> = []
    /// The times that fragments cover.
    private(set) var timeline = FragmentTimeline()

    /// No file has more samples for each byte, except for audio that QuickTime once counted in
    /// uncompressed samples.
    private static let maximumSamplesPerByte = 16
    /// Longer than the index of any real file.
    private static let maximumIndexSize: Int64 = 256 << 20
    /// libav doesn't descend deeper either.
    private static let maximumDepth = 12

    /// Whether libav must not parse this index.
    var isImplausible: Bool {
        isTooLarge || claimedSamples > bytes * Self.maximumSamplesPerByte
            || (hasFragments && hasUnnumberedTrack)
    }

    init(_ file: FileBytes, _ boxes: TopLevelBoxes) {
        bytes = Int(file.count)
        for box in boxes.list where ["moov", "moof", "meta"].contains(box.type) {
            let size = min(box.size, file.count - box.offset)
            guard size <= Self.maximumIndexSize else {
                isTooLarge = true
                return
            }
            let bytes = file.read(at: box.offset, Int(size))[...]
            walk(bytes, 0)
            guard let payload = Boxes(bytes).first(box.type) else { continue }
            switch box.type {
            case "moov":
                if movie.isEmpty { movie = payload }
                timeline.addDefaults(payload)
            case "moof": timeline.add(payload, at: box.offset)
            default: break
            }
        }
    }

    private static let containers: Set<String> = [
        "moov", "trak", "mdia", "minf", "stbl", "udta", "moof", "traf", "edts", "mvex",
    ]

    private mutating func walk(_ boxes: ArraySlice<UInt8>, _ depth: Int) {
        var rest = boxes
        while rest.count >= 8 {
            let size = Self.number(rest, 0)
            // A size of 0 means the rest of the parent; libav treats a size beyond the end the same
            // way.
            let box = rest.prefix(size < 8 ? rest.count : size)
            read(String(decoding: box.dropFirst(4).prefix(4), as: UTF8.self), box, depth)
            rest = rest.dropFirst(box.count)
        }
    }

    private mutating func read(_ type: String, _ box: ArraySlice<UInt8>, _ depth: Int) {
        let payload = box.dropFirst(Self.number(box, 0) == 1 ? 16 : 8)
        switch type {
        case "stsz": addClaim(Self.number(payload, 8))
        case "stts", "ctts", "stco", "co64", "stss", "stps", "elst", "keys":
            addClaim(Self.number(payload, 4))
        case "trun":
            addClaim(Self.number(payload, 4))
            if let track { fragmentSamples[track, default: 0] += Self.number(payload, 4) }
        case "traf": track = nil
        case "tfhd": track = Self.number(payload, 4)
        case "stsc":
            for entry in stride(from: 8, to: payload.count - 11, by: 12) {
                addClaim(Self.number(payload, entry + 4))
            }
        case "trak":
            if !Self.isNumbered(payload) { hasUnnumberedTrack = true }
        case "moof": hasFragments = true
        case "meta":
            // MP4 has version and flags here, QuickTime doesn't.
            let isFull = Self.number(payload, 4) != 0x6864_6C72
            if depth < Self.maximumDepth { walk(payload.dropFirst(isFull ? 4 : 0), depth + 1) }
        default: break
        }
        if Self.containers.contains(type), depth < Self.maximumDepth { walk(payload, depth + 1) }
    }

    private mutating func addClaim(_ count: Int) { claimedSamples += count }

    /// Whether a track's header has a track number that libav accepts.
    private static func isNumbered(_ track: ArraySlice<UInt8>) -> Bool {
        var rest = track
        while rest.count >= 8 {
            // libav stops at an invalid size, and no writer uses a 64-bit size for this box.
            let size = number(rest, 0) == 0 ? rest.count : number(rest, 0)
            guard size >= 8 else { return false }
            if number(rest, 4) == 0x746B_6864 {
                let isLong = rest.dropFirst(8).first == 1
                return (0...Int(Int32.max)).contains(number(rest, isLong ? 28 : 20))
            }
            rest = rest.dropFirst(size)
        }
        return false
    }

    /// Four bytes as a big-endian number; 0 if they are missing.
    private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> Int {
        let four = bytes.dropFirst(offset).prefix(4)
        return four.count == 4 ? four.reduce(0) { $0 << 8 | Int($1) } : 0
    }
}
