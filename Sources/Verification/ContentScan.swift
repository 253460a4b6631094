import DailiesBitstream
import DailiesMedia
import DailiesMediaTime

/// What reading a file from end to end has shown.
struct ContentScan: Sendable {
    /// How deep the scan goes.
    enum Depth { case packets, decode }

    /// Packets of the picture, shown or hidden.
    private(set) var picturePackets = 0
    /// Packets that are decoded but, by the edit list, not shown.
    private(set) var hiddenPackets = 0
    /// Packets that the demuxer found damaged or cut short.
    private(set) var corruptPackets = 0
    /// When the first damaged packet would have been shown.
    private(set) var firstCorruption: MediaTime?
    /// When each picture that is shown is shown, in decoding order.
    private(set) var shownAt: [MediaTime] = []
    /// Packets of the picture whose NAL units are damaged, found without decoding.
    private(set) var brokenPackets = 0
    /// When the first of them would have been shown.
    private(set) var firstBroken: MediaTime?
    /// How the picture's packets are made; `nil` for codecs without NAL units.
    private let framing: PacketFraming?

    /// Whether the picture's packets could be looked through.
    var canSeeUnits: Bool { framing != nil }

    /// Pictures that came out of the decoder; `nil` where nothing was decoded.
    private(set) var decodedPictures: Int?
    /// Packets that a decoder refused and pictures it marked as faulty.
    private(set) var decodingFaults = 0
    /// When the first of them would have been shown.
    private(set) var firstFault: MediaTime?
    /// How loud the decoded sound gets.
    private(set) var levels = SoundLevels()
    /// Codecs that this build of libav can't decode: what they carry was not looked at.
    private(set) var undecodable: [String] = []
    /// Why reading ended before the end of the file; `nil` where it didn't.
    private(set) var stopReason: String?
    private let limits: VerificationLimits
    private let began = ContinuousClock.now

    /// Reads every packet of picture and sound, and decodes them where asked.
    init(_ path: String, depth: Depth, limits: VerificationLimits) throws(MediaError) {
        self.limits = limits
        let demuxer = try Demuxer.open(path)
        let picture = demuxer.picture
        let sound = demuxer.sound
        framing = picture.flatMap(PacketFraming.init)
        demuxer.keepOnly(Set([picture?.index, sound?.index].compactMap(\.self)))
        let packet = try Packet()
        if depth == .packets {
            while !mustStop(), try demuxer.read(into: packet) { count(packet, picture: picture) }
            return
        }
        // One stream at a time: a decoder cannot be kept in a collection, and a second reading
        // comes out of the page cache.
        if let picture {
            demuxer.keepOnly([picture.index])
            decodedPictures = try decodeIfPossible(picture, from: demuxer, picture: picture)
        }
        if let sound {
            let again = try Demuxer.open(path)
            again.keepOnly([sound.index])
            _ = try decodeIfPossible(sound, from: again, picture: picture)
        }
    }

    private mutating func mustStop() -> Bool {
        stopReason = stopReason ?? limits.reason(since: began)
        return stopReason != nil
    }

    private mutating func decodeIfPossible(
        _ stream: StreamInfo, from demuxer: borrowing Demuxer, picture: StreamInfo?
    ) throws(MediaError) -> Int? {
        do {
            return try decode(stream, from: demuxer, picture: picture)
        } catch {
            guard error.code == .unsupported else { throw error }
            undecodable.append(stream.codec)
            return nil
        }
    }

    private mutating func count(_ packet: borrowing Packet, picture: StreamInfo?) {
        guard packet.stream == picture?.index else {
            if packet.isCorrupt { corruptPackets += 1 }
            return
        }
        picturePackets += 1
        if packet.isHidden {
            hiddenPackets += 1
        } else if let time = time(of: packet, in: picture) {
            shownAt.append(time)
        }
        if packet.isCorrupt {
            corruptPackets += 1
            firstCorruption = firstCorruption ?? time(of: packet, in: picture)
        }
        guard let framing else { return }
        let fault = packet.withBytes {
            framing.codec.firstFault(in: $0, lengthSize: framing.lengthSize)
        }
        if fault != nil {
            brokenPackets += 1
            firstBroken = firstBroken ?? time(of: packet, in: picture)
        }
    }

    private func time(of packet: borrowing Packet, in stream: StreamInfo?) -> MediaTime? {
        packet.presentation.flatMap { stream?.timeBase.time($0) }
    }

    private mutating func decode(
        _ stream: StreamInfo, from demuxer: borrowing Demuxer, picture: StreamInfo?
    ) throws(MediaError) -> Int {
        let decoder = try Decoder.open(stream, of: demuxer)
        let packet = try Packet()
        let frame = try Frame()
        var decoded = 0
        var isAtEnd = false
        while true {
            if mustStop() { return decoded }
            if isAtEnd {
                // A decoder that refuses to drain has nothing left to give.
                do { try decoder.drain() } catch { noteFault(nil) }
            } else if try demuxer.read(into: packet) {
                count(packet, picture: picture)
                do { try decoder.send(packet) } catch { noteFault(time(of: packet, in: stream)) }
            } else {
                isAtEnd = true
                continue
            }
            receiving: while true {
                let step: Decoder.Step
                do { step = try decoder.receive(into: frame) } catch {
                    noteFault(time(of: packet, in: stream))
                    break receiving
                }
                switch step {
                case .frame:
                    decoded += 1
                    if stream.kind == .audio { levels.add(frame) }
                    if frame.isDamaged {
                        noteFault(frame.presentation.map(stream.timeBase.time))
                    }
                case .needsPacket: break receiving
                case .finished: return decoded
                }
            }
            if isAtEnd { return decoded }
        }
    }

    private mutating func noteFault(_ time: MediaTime?) {
        decodingFaults += 1
        firstFault = firstFault ?? time
    }
}
