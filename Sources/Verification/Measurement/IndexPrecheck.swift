import DailiesContainer

/// What a film's index claims, found before libav believes it: how many samples, and whether they
/// are more than the file can hold.
///
/// libav takes memory for as many samples as a table claims, and in a film of fragments it counts
/// to a billion for each one as soon as a track has no number: a file of some kilobytes takes
/// gigabytes and minutes, in which nothing asks whether to stop.
///
/// Source: ISO/IEC 14496-12, clause 8.
struct IndexPrecheck {
    private let bytes: Int
    private var claimed = 0
    private var hasFragments = false
    private var hasUnnumberedTrack = false
    private var isTooLong = false
    /// Samples in fragments, which the film's header doesn't list, by track number.
    private(set) var fragmentSamples: [Int: Int] = [:]
    /// The track of the fragment part that is walked through.
    private var track: Int?

    /// No film has so many samples for each byte, except for sound that QuickTime once counted
    /// in samples of a loudspeaker.
    private static let mostSamplesAByte = 16
    /// Far longer than any film's index is.
    private static let longestIndex: Int64 = 256 << 20
    /// libav goes no deeper either.
    private static let deepest = 12

    /// Whether the index is one that libav must not see.
    var isImplausible: Bool {
        isTooLong || claimed > bytes * Self.mostSamplesAByte || (hasFragments && hasUnnumberedTrack)
    }

    init(_ file: borrowing FileBytes, _ boxes: TopLevelBoxes) {
        bytes = Int(file.count)
        for box in boxes.list where ["moov", "moof", "meta"].contains(box.type) {
            let size = min(box.size, file.count - box.offset)
            guard size <= Self.longestIndex else {
                isTooLong = true
                return
            }
            walk(file.read(at: box.offset, Int(size))[...], 0)
        }
    }

    private static let containers: Set<String> = [
        "moov", "trak", "mdia", "minf", "stbl", "udta", "moof", "traf", "edts", "mvex",
    ]

    private mutating func walk(_ boxes: ArraySlice<UInt8>, _ depth: Int) {
        var rest = boxes
        while rest.count >= 8 {
            let size = Self.number(rest, 0)
            // A size of 0 means all that is left; libav takes what leads too far likewise.
            let box = rest.prefix(size < 8 ? rest.count : size)
            look(String(decoding: box.dropFirst(4).prefix(4), as: UTF8.self), box, depth)
            rest = rest.dropFirst(box.count)
        }
    }

    private mutating func look(_ type: String, _ box: ArraySlice<UInt8>, _ depth: Int) {
        let payload = box.dropFirst(Self.number(box, 0) == 1 ? 16 : 8)
        switch type {
        case "stsz": claim(Self.number(payload, 8))
        case "stts", "ctts", "stco", "co64", "stss", "stps", "elst", "keys":
            claim(Self.number(payload, 4))
        case "trun":
            claim(Self.number(payload, 4))
            if let track { fragmentSamples[track, default: 0] += Self.number(payload, 4) }
        case "traf": track = nil
        case "tfhd": track = Self.number(payload, 4)
        case "stsc":
            for entry in stride(from: 8, to: payload.count - 11, by: 12) {
                claim(Self.number(payload, entry + 4))
            }
        case "trak":
            if !Self.isNumbered(payload) { hasUnnumberedTrack = true }
        case "moof": hasFragments = true
        case "meta":
            // With version and flags in MP4, without in QuickTime.
            let isFull = Self.number(payload, 4) != 0x6864_6C72
            if depth < Self.deepest { walk(payload.dropFirst(isFull ? 4 : 0), depth + 1) }
        default: break
        }
        if Self.containers.contains(type), depth < Self.deepest { walk(payload, depth + 1) }
    }

    private mutating func claim(_ count: Int) { claimed += count }

    /// Whether a track's header gives it a number that libav takes for one.
    private static func isNumbered(_ track: ArraySlice<UInt8>) -> Bool {
        var rest = track
        while rest.count >= 8 {
            // libav gives up at a size that can't be; nobody writes such a box with 64 bits.
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

    /// Four bytes as a number; 0 where they aren't there.
    private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> Int {
        let four = bytes.dropFirst(offset).prefix(4)
        return four.count == 4 ? four.reduce(0) { $0 << 8 | Int($1) } : 0
    }
}
