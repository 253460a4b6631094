import DailiesBitstream
import DailiesContainer
import DailiesMedia
package import DailiesMediaTime

/// The results of reading every video and audio packet, without decoding any.
package struct PacketScan: Sendable {
    /// A video packet.
    package struct Picture: Sendable, Hashable {
        /// The presentation time; `nil` if the file doesn't have it.
        package let time: MediaTime?
        /// The decoding time.
        let decodedAt: MediaTime?
        /// Number of bytes without filler data, which only pads the stream to a constant bit rate.
        package let codedBytes: Int
        /// Whether decoding can start here.
        package let isKey: Bool
        /// Whether it is decoded but not displayed: an edit list or the codec hides it.
        package let isHidden: Bool
    }

    /// The number of packets with some fault, and the place of the first.
    package struct Faults: Sendable, Hashable {
        package private(set) var count = 0
        package private(set) var firstTime: MediaTime?
        package private(set) var evidence: Evidence?

        mutating func add(_ time: MediaTime?, _ evidence: Evidence?) {
            if count == 0 { (firstTime, self.evidence) = (time, evidence) }
            count += 1
        }

        /// The time of the first fault, as an empty range.
        var at: TimeRange? { firstTime.map { TimeRange(start: $0, duration: .zero) } }
    }

    /// The video packets in decoding order.
    package private(set) var pictures: [Picture] = []
    /// Packets of the video track that hold no picture, such as an end-of-stream marker.
    private(set) var emptyPacketCount = 0
    /// Number of encrypted packets, whatever the header says.
    private(set) var encryptedPacketCount = 0
    /// Packets that the demuxer found damaged or cut short.
    private(set) var corrupt = Faults()
    /// Video packets whose NAL units are damaged.
    private(set) var malformedNALPackets = Faults()
    /// How many of those have correct unit lengths and only contain bytes that the standard
    /// forbids.
    private(set) var forbiddenBytePackets = 0
    /// How many only contain start codes between units that share one length.
    private(set) var startCodePackets = 0
    /// Number of audio packets.
    private(set) var audioPacketCount = 0
    /// AAC packets with an invalid beginning and end.
    private(set) var malformedAACBlocks = Faults()
    /// Audio packets that don't begin where the previous one ended.
    private(set) var audioGaps = Faults()
    /// How video packets are split into NAL units; `nil` for codecs without them.
    private let nalFraming: NALFraming?
    /// How AAC packets are checked; `nil` for other codecs.
    private let aacFraming: AACFraming?
    private var audioEnd: Int64?

    /// Whether the video packets could be checked for damaged NAL units.
    var hasNALUnits: Bool { nalFraming != nil }
    /// Whether the audio packets could be checked for damaged AAC framing.
    var isAAC: Bool { aacFraming != nil }
    /// Why reading ended before the end of the file; `nil` if it didn't.
    private(set) var stopReason: String?

    /// Number of pictures that are decoded but not displayed.
    package var hiddenPictureCount: Int { pictures.count(where: \.isHidden) }
    /// The presentation times of the displayed pictures, in ascending order.
    package var presentationTimes: [MediaTime] {
        pictures.filter { !$0.isHidden }.compactMap(\.time).sorted()
    }

    /// Reads every packet of the main video stream and the main audio stream.
    init(_ file: FileBytes, _ limits: RunningLimits) throws(MediaError) {
        let demuxer = try Demuxer.open(file, .videos, shouldStop: limits.shouldStop)
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
        guard units?.hasOnlyDelimiters != true, packet.byteCount > 0 else {
            emptyPacketCount += 1
            return
        }
        let time = packet.pts.flatMap { stream?.timeBase.time($0) }
        let number = pictures.count + emptyPacketCount
        pictures.append(
            Picture(
                time: time, decodedAt: packet.dts.flatMap { stream?.timeBase.time($0) },
                codedBytes: packet.byteCount - (units?.fillerBytes ?? 0), isKey: packet.isKey,
                isHidden: packet.isHidden || isHiddenByCodec(packet, stream)))
        if packet.isCorrupt {
            corrupt.add(time, Evidence(byteOffset: packet.offset, sampleNumber: number))
        }
        if let fault = units?.fault {
            if fault.kind == .impossibleBytes { forbiddenBytePackets += 1 }
            if fault.kind == .startCode { startCodePackets += 1 }
            let place = packet.offset.map { $0 + Int64(fault.offset) }
            malformedNALPackets.add(time, Evidence(byteOffset: place, sampleNumber: number))
        }
    }

    /// Whether the frame says that it is decoded but not shown, as frames of VP8 can (RFC 6386, 9.1).
    private func isHiddenByCodec(_ packet: borrowing Packet, _ stream: StreamInfo?) -> Bool {
        stream?.codec == "vp8" && packet.withBytes { ($0.first ?? 0x10) & 0x10 == 0 }
    }

    private mutating func addAudio(_ packet: borrowing Packet, _ stream: StreamInfo?) {
        let time = packet.pts.flatMap { stream?.timeBase.time($0) }
        let evidence = Evidence(byteOffset: packet.offset, sampleNumber: audioPacketCount)
        audioPacketCount += 1
        if packet.isCorrupt { corrupt.add(time, evidence) }
        if let aacFraming, packet.withBytes({ aacFraming.isMalformed($0) }) {
            malformedAACBlocks.add(time, evidence)
        }
        guard let start = packet.pts, let stream else { return }
        if let audioEnd, audioEnd != start,
            // Differences below a millisecond are rounding errors of coarse time bases.
            (stream.timeBase.time(start) - stream.timeBase.time(audioEnd)).magnitude
                > MediaTime(value: 1, timescale: 1000)
        {
            audioGaps.add(time, evidence)
        }
        let (end, overflow) = start.addingReportingOverflow(packet.duration)
        audioEnd = packet.duration > 0 && !overflow ? end : nil
    }
}
