import DailiesBitstream
import DailiesContainer
import DailiesMedia
import DailiesMediaTime

/// Writes the film's video track: copied and rendered packets in decoding order.
final class PictureTrack {
    private let plan: AssemblyPlan
    /// Renders what isn't copied; `nil` if everything is copied.
    private let renderer: PictureRenderer?
    /// How rendered packets are rewritten; `nil` if they aren't.
    private let renumbering: SliceRenumbering?
    /// The film's decoder configuration record with the parameter sets of all segments.
    let configuration: [UInt8]
    /// The film's reorder depth: how many frames decoding starts before display.
    private let reorderDepth: Int
    /// Number of frames written so far.
    private var written = 0
    /// The digest of all packets written so far.
    private(set) var digest = PacketDigest()

    init(_ plan: AssemblyPlan) throws {
        self.plan = plan
        let isRendered = plan.segments.contains { $0.source == .rendered }
        let renderer = isRendered ? try PictureRenderer(plan) : nil
        var depths = plan.segments.map { segment in
            guard case .copied(let index, _) = segment.source else { return 0 }
            return plan.placements[index].clip.packets?.order.reorderDepth ?? 0
        }
        var renumbering: SliceRenumbering?
        var sets = plan.parameterSets
        if let renderer {
            depths.append(renderer.reorderDepth)
            if sets == nil {
                sets = ParameterSetMerge(renderer.configuration)
            } else {
                renumbering = try sets?.add(renderer.configuration)
            }
        }
        self.renderer = renderer
        self.renumbering = renumbering
        configuration = sets?.configuration ?? []
        reorderDepth = depths.max() ?? 0
    }

    /// The time base in which one unit is a frame of the film.
    private var frames: StreamInfo.TimeBase {
        StreamInfo.TimeBase(
            numerator: plan.frameRate.denominator, denominator: plan.frameRate.numerator)
    }

    func addStream(to muxer: borrowing Muxer, timescale: Int32) throws -> Int {
        let format = plan.format
        if format.codec != "h264", let clip = format.referenceClip, let packets = clip.packets {
            var demuxer = try Demuxer.open(clip.path, .clips)
            try demuxer.probe()
            return try muxer.addStream(
                like: packets.stream, of: demuxer,
                timeBase: StreamInfo.TimeBase(numerator: 1, denominator: timescale),
                rotation: format.rotation)
        }
        let parameters = try CodecParameters.h264(
            format.picture, profile: configuration.count > 1 ? Int(configuration[1]) : 0)
        try parameters.setConfiguration(configuration)
        return try muxer.addStream(
            parameters, timeBase: StreamInfo.TimeBase(numerator: 1, denominator: timescale),
            rotation: format.rotation)
    }

    /// Writes the whole track; `afterFrame` gets the number of frames written so far.
    func write(
        to muxer: borrowing Muxer, stream: Int, afterFrame: (Int) throws -> Void
    ) throws {
        for segment in plan.segments {
            switch segment.source {
            case .copied(let index, let from):
                try copy(plan.placements[index], segment.frames, from: from) { packet in
                    try write(packet, to: muxer, stream: stream)
                    try afterFrame(written)
                }
            case .rendered:
                try renderer?.render(segment.frames) { packet in
                    if let renumbering {
                        try renumber(packet, renumbering, "an encoded picture")
                    }
                    try write(packet, to: muxer, stream: stream)
                    try afterFrame(written)
                }
            }
        }
    }

    /// Writes a packet whose presentation time is a frame number of the film.
    private func write(
        _ packet: borrowing Packet, to muxer: borrowing Muxer, stream: Int
    ) throws {
        packet.withBytes { digest.add($0) }
        packet.stream = stream
        packet.dts = Int64(written - reorderDepth)
        packet.duration = 1
        packet.clearPosition()
        muxer.rescale(packet, from: frames)
        try muxer.write(packet)
        written += 1
    }

    // MARK: Copying

    /// Passes a clip's packets on with new timestamps and, where needed, new parameter set numbers.
    private func copy(
        _ placement: AssemblyPlan.Placement, _ range: Range<Int>, from first: Int,
        to write: (borrowing Packet) throws -> Void
    ) throws {
        let clip = placement.clip
        guard let packets = clip.packets else { throw changed(clip) }
        let reader = try ClipPackets(FileBytes.open(clip.path), packets.stream)
        let packet = try Packet()
        var payload = PayloadCheck(clip, packets.coding)
        try reader.skip(first)
        for number in first..<first + range.count {
            guard try reader.read(into: packet), let time = packet.pts, !packet.isCorrupt,
                case let place = packets.place(of: time),
                packets.order.displayIndexes[number] == place
            else { throw changed(clip) }
            try payload.add(packet, at: plan.frameRate.duration(frames: place))
            if let renumbering = placement.renumbering {
                try renumber(packet, renumbering, "frame \(place) of \(clip.path)")
            }
            packet.pts = Int64(range.lowerBound + place - first)
            try write(packet)
        }
        try payload.finish()
    }

    private func changed(_ clip: Clip) -> AssemblyError {
        .unusableClip(path: clip.path, reason: "it changed while it was being joined")
    }

    private func renumber(
        _ packet: borrowing Packet, _ renumbering: SliceRenumbering, _ subject: String
    ) throws {
        guard let bytes = packet.withBytes({ renumbering.rewrite($0) }) else {
            throw AssemblyError.unusableClip(
                path: subject, reason: "it contains a NAL unit that can't be rewritten")
        }
        try packet.replaceBytes(with: bytes)
    }
}
