/// What the headers of the elements of a Matroska or WebM file say.
///
/// The content of frames isn't read.
package struct MatroskaFile: Sendable {
    /// A track with its frames.
    package struct Track: Hashable, Sendable {
        /// What the header says about it.
        package let header: MatroskaTrack
        private let tally: MatroskaBlocks.Tally

        init(_ header: MatroskaTrack, _ tally: MatroskaBlocks.Tally) {
            self.header = header
            self.tally = tally
        }

        /// The number of frames.
        package var frames: Int { tally.frames }
        /// How many of them are decoded but not shown.
        package var hiddenFrames: Int { tally.hidden }
        /// The time of the first frame in nanoseconds; `nil` if there is no frame.
        package var start: Int64? { tally.start }
        /// The time of the last frame in nanoseconds; `nil` if there is no frame.
        package var last: Int64? { tally.last }
        /// The end of the last frame in nanoseconds; `nil` if there is no frame.
        ///
        /// If the file doesn't say how long it lasts, it counts as long as the others on average.
        package var end: Int64? {
            guard let last = tally.last, let start = tally.start else { return nil }
            let mean = tally.blocks > 1 ? (last - start) / Int64(tally.blocks - 1) : 0
            return max(last, last + (tally.lastDuration ?? mean) - tally.lastPadding)
        }
    }

    /// A part of the file with a checksum.
    package struct Checksum: Hashable, Sendable {
        /// Where the part that it covers begins.
        package let start: Int64
        /// Where that part ends.
        package let end: Int64
        /// The checksum: CRC-32 of ISO/IEC 3309 (RFC 8794, 11.3.1).
        package let value: UInt32
        /// Whether it covers frames.
        package let coversFrames: Bool
    }

    /// The document type: `webm` or `matroska`.
    package let documentType: String
    /// The duration stated in the header, in nanoseconds; `nil` if there is none.
    package private(set) var statedDuration: Int64?
    /// Nanoseconds in a unit of the timestamps.
    package private(set) var timestampScale: Int64 = 1_000_000
    /// All tracks with frames or without.
    package private(set) var tracks: [Track] = []
    /// Whether the file says where it ends.
    package let statesItsEnd: Bool
    /// Whether the file ends before the end that it states, or within an element.
    package let isTruncated: Bool
    /// Where something comes that doesn't belong there; `nil` if there is nothing like that.
    package private(set) var damageOffset: Int64?
    /// Whether the tracks are described before the first frame.
    package private(set) var hasTracksInFront = false
    /// The number of places that the index (Cues) lists.
    package private(set) var cueCount = 0
    /// How many of them are no clusters.
    package private(set) var wrongCueCount = 0
    /// The checksums of all elements that have one.
    package private(set) var checksums: [Checksum] = []
    /// Whether the file holds encrypted frames.
    package private(set) var isEncrypted = false
    /// Whether its header is larger than that of any real file, so that libav must not parse it.
    package private(set) var isImplausible = false
    /// Whether reading ended early because the caller stopped it.
    package private(set) var wasStopped = false

    /// Whether a file begins as Matroska files do.
    package static func hasSignature(_ file: FileBytes) -> Bool {
        file.read(at: 0, 4) == [0x1A, 0x45, 0xDF, 0xA3]
    }

    /// Whether the file has tracks and at least one cluster.
    package var hasMedia: Bool { !tracks.isEmpty && hasClusters }
    private var hasClusters = false

    /// Reads the headers of the elements; `nil` if the file isn't Matroska or has no segment.
    ///
    /// - Parameter shouldStop: called often; `true` ends the reading.
    package init?(_ file: FileBytes, shouldStop: () -> Bool = { false }) {
        var reader = EBMLFile(file)
        guard let header = reader.element(at: 0), header.id == MatroskaID.ebml,
            let content = reader.content(of: header, limit: 4096), let next = header.end
        else { return nil }
        documentType = EBMLElements(content).first(MatroskaID.documentType)?.text ?? ""
        var offset = next
        while let void = reader.element(at: offset), void.id == MatroskaID.void, let end = void.end
        {
            offset = end
        }
        guard let element = reader.element(at: offset), element.id == MatroskaID.segment else {
            return nil
        }
        let segment = MatroskaSegment(&reader, element, shouldStop: shouldStop)
        statesItsEnd = segment.statedEnd != nil
        isTruncated = segment.isTruncated
        damageOffset = segment.damageOffset
        wasStopped = segment.wasStopped
        readHeader(&reader, segment)
        guard !wasStopped, !isImplausible else { return }
        readBlocks(&reader, segment, shouldStop)
        readCues(&reader, segment)
        readChecksums(&reader, segment)
    }

    // MARK: Info and Tracks

    /// More bytes than the header of any real file has, without its attachments.
    private static let largestHeader: Int64 = 16 << 20
    /// libav's own limit of streams.
    private static let mostTracks = 1000

    private mutating func readHeader(_ reader: inout EBMLFile, _ segment: MatroskaSegment) {
        let large: Set<UInt32> = [
            MatroskaID.cluster, MatroskaID.void, MatroskaID.attachments, MatroskaID.cues,
        ]
        let fileEnd = reader.file.count
        let sizes = segment.elements.filter { !large.contains($0.id) }
            .map { min($0.size ?? .max, fileEnd) }
        var total: Int64 = 0
        for size in sizes { total = min(1 << 60, total + size) }
        guard total <= Self.largestHeader else {
            isImplausible = true
            return
        }
        if let info = segment.first(MatroskaID.info),
            let content = reader.content(of: info, limit: Self.largestHeader)
        {
            readInfo(content)
        }
        guard let element = segment.first(MatroskaID.tracks),
            let content = reader.content(of: element, limit: Self.largestHeader)
        else { return }
        let entries = EBMLElements(content).filter { $0.id == MatroskaID.track }
        guard entries.count <= Self.mostTracks else {
            isImplausible = true
            return
        }
        tracks = entries.compactMap { MatroskaTrack($0.content) }.map { Track($0, .init()) }
        isEncrypted = tracks.contains(where: \.header.isEncrypted)
        let firstCluster = segment.first(MatroskaID.cluster)
        hasClusters = firstCluster != nil
        hasTracksInFront = firstCluster.map { element.offset < $0.offset } ?? true
    }

    private mutating func readInfo(_ info: ArraySlice<UInt8>) {
        let elements = EBMLElements(info)
        if let scale = elements.first(MatroskaID.timestampScale)?.unsigned,
            (1..<1 << 40).contains(scale)
        {
            timestampScale = scale
        }
        let stated = elements.first(MatroskaID.duration)?.float.map { $0 * Double(timestampScale) }
        if let stated, stated > 0, stated < 0x1p61 { statedDuration = Int64(stated) }
    }

    // MARK: Clusters

    private mutating func readBlocks(
        _ reader: inout EBMLFile, _ segment: MatroskaSegment, _ shouldStop: () -> Bool
    ) {
        var blocks = MatroskaBlocks(
            tracks.map(\.header), scale: timestampScale, fileEnd: reader.file.count)
        for (index, element) in segment.elements.enumerated()
        where element.id == MatroskaID.cluster {
            // A cluster without a size ends where the next element begins.
            let following = segment.elements.dropFirst(index + 1).first?.offset
            let end = element.end ?? following ?? .max
            guard blocks.add(&reader, element, end: end, shouldStop: shouldStop) else {
                wasStopped = true
                return
            }
        }
        tracks = tracks.map { Track($0.header, blocks.tallies[$0.header.number] ?? .init()) }
        isEncrypted = isEncrypted || blocks.hasEncryptedBlocks
        damageOffset = [damageOffset, blocks.damageOffset].compactMap(\.self).min()
    }

    // MARK: Cues and checksums

    /// Counts the places of the index at which no cluster begins.
    private mutating func readCues(_ reader: inout EBMLFile, _ segment: MatroskaSegment) {
        guard let element = segment.first(MatroskaID.cues),
            let content = reader.content(of: element, limit: Self.largestHeader)
        else { return }
        let clusters = Set(
            segment.elements.filter { $0.id == MatroskaID.cluster }.map(\.offset))
        for point in EBMLElements(content) where point.id == MatroskaID.cuePoint {
            for place in EBMLElements(point.content)
            where place.id == MatroskaID.cueTrackPositions {
                let position = EBMLElements(place.content).first(MatroskaID.cueClusterPosition)
                cueCount += 1
                let (offset, overflow) = (position?.unsigned ?? -1)
                    .addingReportingOverflow(segment.start)
                if overflow || position == nil || !clusters.contains(offset) { wrongCueCount += 1 }
            }
        }
    }

    private mutating func readChecksums(_ reader: inout EBMLFile, _ segment: MatroskaSegment) {
        for element in segment.elements {
            // A checksum is the first element of those that it covers.
            guard element.id != MatroskaID.void, let end = element.end, end <= reader.file.count,
                let first = reader.element(at: element.content), first.id == MatroskaID.checksum,
                first.size == 4, let start = first.end, start <= end
            else { continue }
            let stored = reader.bytes(at: first.content, 4)
            checksums.append(
                Checksum(
                    start: start, end: end,
                    value: UInt32(truncatingIfNeeded: stored.number(at: 0, bytes: 4)).byteSwapped,
                    coversFrames: element.id == MatroskaID.cluster))
        }
    }
}
