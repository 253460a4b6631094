/// The blocks of a Matroska file, counted by the headers of their elements.
///
/// Matroska has no table of samples: the headers of the blocks say how many frames there are, and
/// when each is shown.
struct MatroskaBlocks {
    /// The frames of one track.
    struct Tally: Hashable, Sendable {
        /// The number of frames.
        var frames = 0
        /// How many of them are decoded but not shown.
        var hidden = 0
        /// The number of blocks; a block can hold several frames.
        var blocks = 0
        /// The time of the earliest block, in nanoseconds.
        var start: Int64?
        /// The time of the latest block.
        var last: Int64?
        /// How long the latest block lasts, as far as the file says.
        var lastDuration: Int64?
        /// By how much the end of the latest block is cut when it is played.
        var lastPadding: Int64 = 0
    }

    /// The tallies by track number.
    private(set) var tallies: [Int64: Tally] = [:]
    /// Where something comes that is no valid block; `nil` if there is nothing like that.
    private(set) var damageOffset: Int64?
    /// Whether blocks are encrypted, whatever the tracks say.
    private(set) var hasEncryptedBlocks = false
    private let tracks: [Int64: MatroskaTrack]
    private let scale: Int64
    private let fileEnd: Int64
    /// The timestamp of the cluster being read.
    private var clusterTime: Int64 = 0

    /// - Parameter scale: nanoseconds in a unit of the timestamps.
    init(_ tracks: [MatroskaTrack], scale: Int64, fileEnd: Int64) {
        self.tracks = Dictionary(
            tracks.map { ($0.number, $0) }, uniquingKeysWith: { one, _ in one })
        self.scale = scale
        self.fileEnd = fileEnd
    }

    /// Adds the blocks of a cluster.
    ///
    /// - Parameter end: where the cluster ends.
    /// - Returns: `false` if the caller stopped it.
    mutating func add(
        _ reader: inout EBMLFile, _ cluster: EBMLFile.Element, end: Int64, shouldStop: () -> Bool
    ) -> Bool {
        clusterTime = 0
        var offset = cluster.content
        var count = 0
        while offset < min(end, fileEnd) {
            count += 1
            if count % 1024 == 0, shouldStop() { return false }
            guard let element = reader.element(at: offset), let next = element.end,
                MatroskaID.inCluster.contains(element.id), next <= end
            else {
                // A header may be cut off at the end of the file.
                if fileEnd - offset >= EBMLHeader.maximumLength || end <= fileEnd {
                    damage(at: offset)
                }
                return true
            }
            // The rest of the file is lost.
            guard next <= fileEnd else { return true }
            switch element.id {
            case MatroskaID.timestamp:
                clusterTime = reader.content(of: element, limit: 8)?.unsigned ?? 0
            case MatroskaID.simpleBlock: addBlock(&reader, element, duration: nil, padding: 0)
            case MatroskaID.blockGroup: addGroup(&reader, element)
            case MatroskaID.encryptedBlock: hasEncryptedBlocks = true
            default: break
            }
            offset = next
        }
        return true
    }

    private mutating func damage(at offset: Int64) { damageOffset = damageOffset ?? offset }

    /// Larger additions than any writer makes; libav would take memory for each of their elements.
    private static let largestAddition: Int64 = 64 << 20

    private mutating func addGroup(_ reader: inout EBMLFile, _ group: EBMLFile.Element) {
        guard let end = group.end else { return }
        var offset = group.content
        var block: EBMLFile.Element?
        var (duration, padding) = (Int64?.none, Int64(0))
        while offset < end {
            guard let element = reader.element(at: offset), let next = element.end, next <= end,
                MatroskaID.inBlockGroup.contains(element.id),
                element.id == MatroskaID.block || (element.size ?? 0) <= Self.largestAddition
            else { return damage(at: offset) }
            switch element.id {
            case MatroskaID.block: block = element
            case MatroskaID.blockDuration:
                duration = reader.content(of: element, limit: 8)?.unsigned
            case MatroskaID.discardPadding:
                padding = reader.content(of: element, limit: 8)?.signed ?? 0
            case MatroskaID.encryptedBlock: hasEncryptedBlocks = true
            default: break
            }
            offset = next
        }
        if let block {
            addBlock(&reader, block, duration: duration.flatMap(nanoseconds), padding: padding)
        }
    }

    /// - Parameter duration: the duration of the block in nanoseconds, if it has one of its own.
    private mutating func addBlock(
        _ reader: inout EBMLFile, _ block: EBMLFile.Element, duration: Int64?, padding: Int64
    ) {
        let size = Int(min(block.size ?? 0, 16))
        let head = reader.bytes(at: block.content, size)
        guard let number = VariableLengthNumber(head), head.count >= number.length + 3,
            let track = tracks[number.value]
        else { return damage(at: block.offset) }
        let relative = Int16(
            truncatingIfNeeded: head.number(at: number.length, bytes: 2))
        let flags = head.number(at: number.length + 2, bytes: 1)
        let (time, isTooLarge) = clusterTime.addingReportingOverflow(Int64(relative))
        guard !isTooLarge, let stored = nanoseconds(time) else {
            return damage(at: block.offset)
        }
        let start = stored - track.codecDelay
        // With lacing, the number of frames less one follows.
        let isLaced = flags & 0x06 != 0
        let frames = isLaced ? head.number(at: number.length + 3, bytes: 1) + 1 : 1
        var tally = tallies[track.number] ?? Tally()
        tally.frames += frames
        tally.blocks += 1
        if isHidden(track, flags, head.dropFirst(number.length + 3).first) {
            tally.hidden += frames
        }
        tally.start = min(tally.start ?? start, start)
        if start >= tally.last ?? start {
            tally.last = start
            tally.lastDuration = duration ?? track.defaultDuration.map { $0 * Int64(frames) }
            tally.lastPadding = (0..<1 << 40).contains(padding) ? padding : 0
        }
        tallies[track.number] = tally
    }

    /// Whether a frame is decoded but not shown: the block says so, or the frame of VP8 does
    /// (RFC 6386, 9.1).
    private func isHidden(_ track: MatroskaTrack, _ flags: Int, _ first: UInt8?) -> Bool {
        if flags & 0x08 != 0 { return true }
        guard track.codec == "V_VP8", !track.isEncoded, let first else { return false }
        return first & 0x10 == 0
    }

    /// A number of units in nanoseconds; `nil` if it is beyond a century.
    private func nanoseconds(_ units: Int64) -> Int64? {
        let (value, overflow) = units.multipliedReportingOverflow(by: scale)
        return overflow || value.magnitude > 1 << 61 ? nil : value
    }
}
