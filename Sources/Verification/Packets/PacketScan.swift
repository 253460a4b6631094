import DailiesBitstream
import DailiesMedia
package import DailiesMediaTime

/// What reading every packet of picture and sound has shown, without decoding any.
package struct PacketScan: Sendable {
    /// A packet of the picture.
    package struct Picture: Sendable, Hashable {
        /// When it is shown; `nil` where the file doesn't say.
        package let time: MediaTime?
        /// When it is decoded.
        let decodedAt: MediaTime?
        /// Bytes of the picture itself, without what only fills the stream up to a constant rate.
        package let codedBytes: Int
        /// Whether decoding can start here.
        package let isKey: Bool
        /// Whether an edit list hides it: decoded, never shown.
        package let isHidden: Bool
    }

    /// How many packets have some fault, and where the first of them is.
    package struct Faults: Sendable, Hashable {
        package private(set) var count = 0
        package private(set) var firstTime: MediaTime?
        package private(set) var evidence: Evidence?

        mutating func add(_ time: MediaTime?, _ evidence: Evidence?) {
            if count == 0 { (firstTime, self.evidence) = (time, evidence) }
            count += 1
        }

        /// Where in the film the first one lies.
        var at: TimeRange? { firstTime.map { TimeRange(start: $0, duration: .zero) } }
    }

    /// The packets of the picture in decoding order.
    package private(set) var pictures: [Picture] = []
    /// Packets of the picture's track that hold none, such as the mark at a stream's end.
    private(set) var emptyPacketCount = 0
    /// Packets that are encrypted, whatever the header says.
    private(set) var encryptedPacketCount = 0
    /// Packets that the demuxer found damaged or cut short.
    private(set) var corrupt = Faults()
    /// Packets of the picture whose NAL units are damaged.
    private(set) var malformedNALPackets = Faults()
    /// Those of them whose units add up and only hold bytes that can't occur.
    private(set) var forbiddenBytePackets = 0
    /// Packets of the sound.
    private(set) var audioPacketCount = 0
    /// AAC aacFraming that neither begin nor end as such aacFraming do.
    private(set) var malformedAACBlocks = Faults()
    /// Blocks of sound that don't begin where the one before ended.
    private(set) var audioGaps = Faults()
    /// How the picture's packets are made; `nil` for codecs without NAL units.
    private let nalFraming: NALFraming?
    /// How the sound's aacFraming are made; `nil` for codecs other than AAC.
    private let aacFraming: AACFraming?
    private var audioEnd: Int64?

    /// Whether the picture's packets could be looked through.
    var hasNALUnits: Bool { nalFraming != nil }
    /// Whether the sound's aacFraming could be looked through.
    var isAAC: Bool { aacFraming != nil }
    /// Why reading ended before the end of the file; `nil` where it didn't.
    private(set) var stopReason: String?

    /// Pictures that are decoded but, by the edit list, not shown.
    package var hiddenPictureCount: Int { pictures.count(where: \.isHidden) }
    /// When each picture that is shown is shown, in the order of time.
    package var presentationTimes: [MediaTime] {
        pictures.filter { !$0.isHidden }.compactMap(\.time).sorted()
    }

    /// Reads every packet of the film's picture and sound.
    init(_ path: String, _ limits: RunningLimits) throws(MediaError) {
        let demuxer = try Demuxer.open(path, shouldStop: limits.shouldStop)
        let picture = demuxer.picture
        let sound = demuxer.sound
        nalFraming = picture.flatMap(NALFraming.init)
        aacFraming = sound.flatMap(AACFraming.init)
        demuxer.keepOnly(Set([picture?.index, sound?.index].compactMap(\.self)))
        let packet = try Packet()
        do {
            while try demuxer.read(into: packet) {
                if packet.isEncrypted { encryptedPacketCount += 1 }
                if packet.stream == picture?.index {
                    addPicture(packet, picture)
                } else {
                    addAudio(packet, sound)
                }
            }
        } catch {
            guard error.code == .interrupted else { throw error }
        }
        stopReason = limits.stopReason
    }

    private mutating func addPicture(_ packet: borrowing Packet, _ stream: StreamInfo?) {
        let units = nalFraming.map { nalFraming in packet.withBytes { nalFraming.survey($0) } }
        guard units?.hasOnlyMarks != true, packet.byteCount > 0 else {
            emptyPacketCount += 1
            return
        }
        let time = packet.presentation.flatMap { stream?.timeBase.time($0) }
        let number = pictures.count + emptyPacketCount
        pictures.append(
            Picture(
                time: time, decodedAt: packet.decoding.flatMap { stream?.timeBase.time($0) },
                codedBytes: packet.byteCount - (units?.fillingBytes ?? 0), isKey: packet.isKey,
                isHidden: packet.isHidden))
        if packet.isCorrupt {
            corrupt.add(time, Evidence(byteOffset: packet.offset, sampleNumber: number))
        }
        if let fault = units?.fault {
            if fault.kind == .impossibleBytes { forbiddenBytePackets += 1 }
            let place = packet.offset.map { $0 + Int64(fault.offset) }
            malformedNALPackets.add(time, Evidence(byteOffset: place, sampleNumber: number))
        }
    }

    private mutating func addAudio(_ packet: borrowing Packet, _ stream: StreamInfo?) {
        let time = packet.presentation.flatMap { stream?.timeBase.time($0) }
        let evidence = Evidence(byteOffset: packet.offset, sampleNumber: audioPacketCount)
        audioPacketCount += 1
        if packet.isCorrupt { corrupt.add(time, evidence) }
        if let aacFraming, packet.withBytes({ aacFraming.isMalformed($0) }) {
            malformedAACBlocks.add(time, evidence)
        }
        guard let start = packet.presentation, let stream else { return }
        if let audioEnd, audioEnd != start,
            // Less than a millisecond is the rounding of coarse time bases.
            (stream.timeBase.time(start) - stream.timeBase.time(audioEnd)).magnitude
                > MediaTime(value: 1, timescale: 1000)
        {
            audioGaps.add(time, evidence)
        }
        let (end, overflow) = start.addingReportingOverflow(packet.duration)
        audioEnd = packet.duration > 0 && !overflow ? end : nil
    }
}
