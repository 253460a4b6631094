import DailiesBitstream
import DailiesMedia

/// Renders and encodes the film's pictures that can't be copied: conformed, dissolved and labelled
/// ones.
final class PictureRenderer {
    /// The parameter sets of all rendered segments.
    let configuration: AVCConfiguration
    /// The encoder's reorder depth: how many frames decoding starts before display.
    let reorderDepth: Int

    private let plan: AssemblyPlan
    private let options: [String: String]
    private let dissolved: Frame
    private let labelled: Frame
    /// Paints the film's label; `nil` if it has none.
    private let label: LabelPainter?
    /// The clips that are visible now, by their index in the film.
    private var sources: [Int: ConformedPicture] = [:]

    init(_ plan: AssemblyPlan) throws {
        self.plan = plan
        let reference = plan.format.referenceClip?.packets
        options = X264Options.make(
            like: reference?.encoderNote ?? [:],
            level: reference?.coding.h264?.firstSequence?.level,
            rateFactor: plan.settings.rateFactor)
        let encoder = try Self.open(plan, options)
        guard let configuration = AVCConfiguration(lengthPrefixed: encoder.header) else {
            throw MediaError(.unsupported, "read the parameter sets of", "libx264")
        }
        self.configuration = configuration
        reorderDepth = encoder.reorderDepth
        dissolved = try Frame()
        labelled = try Frame()
        label = plan.settings.label.map { LabelPainter($0, rotation: plan.format.rotation) }
    }

    private static func open(
        _ plan: AssemblyPlan, _ options: [String: String]
    ) throws(MediaError) -> Encoder {
        try Encoder.x264(
            plan.format.picture, frameRate: plan.format.frameRate, options: options)
    }

    /// Encodes a range of the film; the timestamps of its packets count the film's frames.
    func render(_ frames: Range<Int>, to write: (borrowing Packet) throws -> Void) throws {
        let encoder = try Self.open(plan, options)
        guard AVCConfiguration(lengthPrefixed: encoder.header) == configuration else {
            throw MediaError(.unsupported, "encode twice in the same way with", "libx264")
        }
        let packet = try Packet()
        for frame in frames {
            try label(frame) { picture in
                picture.pts = Int64(frame)
                picture.clearPictureType()
                // A key frame at a clip's start lets players seek to it.
                if plan.placements.contains(where: { $0.firstFrame == frame }) {
                    picture.requestKeyFrame()
                }
                try encoder.send(picture)
            }
            while try encoder.receive(into: packet) { try write(packet) }
        }
        try encoder.drain()
        while try encoder.receive(into: packet) { try write(packet) }
    }

    /// Passes the picture of a frame of the film to `body`, with the label if the frame shows it.
    private func label(_ frame: Int, _ body: (borrowing Frame) throws -> Void) throws {
        try compose(frame) { picture in
            guard let label, frame < plan.labelledFrames else { return try body(picture) }
            // The film may show the clip's picture again, without the label.
            try labelled.share(picture)
            try labelled.makeWritable()
            label.paint(on: labelled)
            try body(labelled)
        }
    }

    /// Passes the picture of a frame of the film to `body`: one clip's, or two dissolved.
    private func compose(_ frame: Int, _ body: (borrowing Frame) throws -> Void) throws {
        let visible = plan.placements.indices.filter { plan.placements[$0].frames.contains(frame) }
        sources = sources.filter { visible.contains($0.key) }
        guard let first = visible.first else { return }
        try source(first).withPicture(at: frame - plan.placements[first].firstFrame) { outgoing in
            guard visible.count > 1, let second = visible.last else { return try body(outgoing) }
            let place = frame - plan.placements[second].firstFrame
            try source(second).withPicture(at: place) { incoming in
                // The first and the last picture of a dissolve are both mixed.
                let share = Double(place + 1) / Double(plan.placements[second].dissolve + 1)
                try Dissolve.mix(outgoing, incoming, share: share, into: dissolved)
                try body(dissolved)
            }
        }
    }

    private func source(_ index: Int) throws -> ConformedPicture {
        if let open = sources[index] { return open }
        let source = try ConformedPicture(
            plan.placements[index].clip, plan.format, fit: plan.settings.fit)
        sources[index] = source
        return source
    }
}
