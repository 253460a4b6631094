import DailiesBitstream
public import DailiesMediaTime

/// Where each clip comes to stand in the film, and how: decided before anything is written.
public struct AssemblyPlan: Hashable, Sendable {
    /// How a clip's picture gets into the film.
    public enum Treatment: String, Hashable, Sendable {
        /// Its packets are copied to the byte.
        case copy
        /// Its packets name their parameter sets by other numbers; every sample stays what it was.
        case renumber
    }

    /// A clip and the frames of the film that it fills.
    public struct Placement: Hashable, Sendable {
        /// The clip.
        public let clip: Clip
        /// The film's frame at which the clip begins.
        public let firstFrame: Int
        /// How its picture gets into the film.
        public var treatment: Treatment { renumbering == nil ? .copy : .renumber }

        /// How its packets are rewritten; `nil` where they aren't.
        let renumbering: SliceRenumbering?
    }

    /// The clips in film order.
    public let placements: [Placement]
    /// The film's constant rate.
    public let frameRate: FrameRate
    /// The film's sound; `nil` where no clip has any.
    public let sound: Clip.Sound?

    /// The clip whose kind most of the picture's bytes are of: the film is described like it.
    let model: Clip
    /// The film's decoder configuration record: the model's parameter sets and all others.
    let configuration: [UInt8]

    /// Frames of the whole film.
    public var frameCount: Int { placements.reduce(0) { $0 + $1.clip.frameCount } }

    /// How long the film lasts: the exact sum of its clips' pictures.
    public var duration: MediaTime { frameRate.duration(frames: frameCount) }

    /// The place of the film's frame `frame` on its soundtrack, in samples.
    ///
    /// Always rounded from the sum, never from single clips, so that no error adds up.
    func sample(atFrame frame: Int) -> Int64 {
        frameRate.duration(frames: frame).units(per: sound?.sampleRate ?? 0)
    }

    /// How many frames decoding runs ahead of showing in the film.
    var reorderDepth: Int { placements.map(\.clip.reorderDepth).max() ?? 0 }

    /// Plans the film, or names every field in which a clip differs from what most of the film is.
    static func make(_ clips: [Clip]) throws(AssemblyError) -> AssemblyPlan {
        guard let model = model(of: clips) else { throw .noClips }
        let sounds = clips.compactMap(\.sound)
        let mismatches = clips.flatMap { ClipComparison(model, $0, sounds.first).mismatches }
        guard mismatches.isEmpty else { throw .mismatch(mismatches) }
        var merge = ParameterSetMerge(model.picture.configuration)
        var placements: [Placement] = []
        var frame = 0
        for clip in clips {
            placements.append(
                Placement(
                    clip: clip, firstFrame: frame, renumbering: try add(clip, to: &merge, model)))
            frame += clip.frameCount
        }
        let sound = sounds.first.map { first in
            Clip.Sound(
                sampleRate: first.sampleRate, channels: sounds.map(\.channels).max() ?? 2)
        }
        return AssemblyPlan(
            placements: placements, frameRate: model.frameRate, sound: sound, model: model,
            configuration: merge.configuration)
    }

    /// The first clip of the kind that has most bytes: what has most to lose sets the standard.
    private static func model(of clips: [Clip]) -> Clip? {
        var bytes: [Clip.Kind: Int] = [:]
        for clip in clips { bytes[clip.kind, default: 0] += clip.pictureBytes }
        guard let most = bytes.values.max() else { return nil }
        return clips.first { bytes[$0.kind] == most }
    }

    private static func add(
        _ clip: Clip, to merge: inout ParameterSetMerge, _ model: Clip
    ) throws(AssemblyError) -> SliceRenumbering? {
        do {
            return try merge.add(clip.picture.configuration)
        } catch {
            let found = error == .tooMany ? "more than one track can hold" : "unreadable ones"
            throw .mismatch([
                ClipMismatch(
                    clip: clip.path, field: "H.264 parameter sets",
                    expected: "those of \(model.path)", found: found)
            ])
        }
    }
}
