import DailiesBitstream
import DailiesContainer
import DailiesMedia
import DailiesMediaTime

// Reading the packets of a clip, and why they can't be copied.
extension ClipReader {
    /// What the video packets have in common.
    struct PacketList {
        /// The presentation times of the displayed frames, in decoding order.
        var presentationTimes: [Int64] = []
        var keys: [Int] = []
        var hidden = 0
        var bytes = 0
        var lastDuration: Int64 = 0
        var encoderNote: [String: String]?
        /// Whether the first pictures of an H.265 clip need pictures or parameter sets that come
        /// before them, so that the clip can't follow another one.
        var hasDependentStart = false
        /// Whether packets contain parameter sets that differ from the configuration's.
        var hasForeignParameterSets = false
        private var latest = Int64.min

        /// Adds all samples of an index.
        mutating func add(_ table: SampleTable) {
            presentationTimes = table.samples.map(\.pts)
            bytes = table.samples.reduce(0) { $0 + $1.size }
            lastDuration = table.lastDuration
        }

        /// Reads the NAL units of a key frame.
        mutating func addKeyFrame(
            _ packet: borrowing Packet, _ configuration: AVCConfiguration?, at index: Int
        ) {
            guard let configuration else { return }
            let key = packet.withBytes { KeyPacket($0, configuration) }
            if key.startsWithIDR { keys.append(index) }
            hasForeignParameterSets = hasForeignParameterSets || key.hasUnknownParameterSets
        }

        mutating func add(
            _ packet: borrowing Packet, _ configuration: AVCConfiguration?
        ) throws {
            if packet.changesConfiguration { hasForeignParameterSets = true }
            guard !packet.isEncrypted else { throw Unusable("it is encrypted") }
            guard !packet.isCorrupt else { throw Unusable("a packet is damaged") }
            guard let time = packet.pts else { throw Unusable("a frame has no timestamp") }
            bytes += packet.byteCount
            guard !packet.isHidden else {
                hidden += 1
                return
            }
            if packet.isKey { addKeyFrame(packet, configuration, at: presentationTimes.count) }
            if time >= latest {
                latest = time
                lastDuration = packet.duration
            }
            presentationTimes.append(time)
        }
    }

    static func list(
        _ file: FileBytes, _ stream: StreamInfo, _ configuration: AVCConfiguration?
    ) throws -> PacketList {
        let packets = try ClipPackets(file, stream)
        let packet = try Packet()
        guard try packets.read(into: packet) else { throw Unusable("it has no frames") }
        guard packet.isKey else { throw Unusable("its first frame is not a key frame") }
        var list = PacketList()
        list.encoderNote = configuration.flatMap { configuration in
            packet.withBytes { X264Settings.options(in: $0, lengthSize: configuration.lengthSize) }
        }
        if stream.codec == "hevc", let hevc = HEVCConfiguration(stream.configuration) {
            list.hasDependentStart = !packet.withBytes {
                HEVCPacket.startsAfresh($0, lengthSize: hevc.lengthSize, stream.configuration)
            }
        }
        guard let table = packets.table else {
            repeat { try list.add(packet, configuration) } while try packets.read(into: packet)
            guard !list.presentationTimes.isEmpty else { throw Unusable("it has no frames") }
            return list
        }
        list.add(table)
        let reader = try ClipPackets(file, stream)
        var position = 0
        for index in table.samples.indices where table.samples[index].isKey {
            try reader.skip(index - position)
            _ = try reader.read(into: packet)
            position = index + 1
            list.addKeyFrame(packet, configuration, at: index)
        }
        return list
    }

    static func packets(
        _ stream: StreamInfo, _ coding: Clip.Coding?, _ times: FrameTimes, _ list: PacketList
    ) -> Clip.Packets? {
        guard let coding, let rate = times.rate else { return nil }
        return Clip.Packets(
            stream: stream, coding: coding, firstPresentation: times.first,
            frameRate: rate,
            // Clips of other codecs are only copied as a whole.
            order: DecodingOrder(
                list.presentationTimes, keys: coding.h264 == nil ? [0] : list.keys),
            encoderNote: list.encoderNote)
    }

    static func obstacles(
        _ picture: Clip.Picture, _ coding: Clip.Coding?, _ times: FrameTimes, _ list: PacketList
    ) -> [Clip.Obstacle] {
        var found: [Clip.Obstacle] = []
        func add(_ field: String, _ expected: String, _ value: String) {
            found.append(Clip.Obstacle(field: field, expected: expected, found: value))
        }
        if let configuration = coding?.h264 {
            if !configuration.isReadable {
                add("H.264 parameter sets", "readable ones", "damaged ones")
            } else if list.hasForeignParameterSets {
                add("H.264 parameter sets", "those of the configuration", "others in packets")
            } else if list.keys.first != 0 {
                add("first picture", "an IDR picture", "another key frame")
            }
        } else if coding == nil {
            let name = ["h264": "H.264", "hevc": "H.265"][picture.codec]
            if let name { add("\(name) packets", "as in MP4", "as in streams") }
        } else {
            let times = list.presentationTimes
            if list.hasDependentStart || times.first != times.min() {
                add("first picture", "one that starts afresh", "another key frame")
            }
        }
        if picture.isMirrored { add("orientation", "upright", "mirrored") }
        if list.hidden > 0 { add("edit list", "every frame shown", "\(list.hidden) frames hidden") }
        if times.rate == nil {
            let isSingle = list.presentationTimes.count == 1
            add("frame rate", "constant", isSingle ? "a single frame" : "varying")
        }
        return found
    }
}
