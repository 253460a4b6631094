public import DailiesMediaTime

/// Where each clip comes to stand in the film: decided before anything is written.
public struct AssemblyPlan: Hashable, Sendable {
    /// A clip and the frames of the film that it fills.
    public struct Placement: Hashable, Sendable {
        /// The clip.
        public let clip: Clip
        /// The film's frame at which the clip begins.
        public let firstFrame: Int
    }

    /// The clips in film order.
    public let placements: [Placement]
    /// The film's constant rate.
    public let frameRate: FrameRate
    /// The film's sound; `nil` where no clip has any.
    public let sound: Clip.Sound?

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

    /// Plans the film, or names every field in which a clip differs from the first.
    static func make(_ clips: [Clip]) throws(AssemblyError) -> AssemblyPlan {
        guard let first = clips.first else { throw .noClips }
        let sounds = clips.compactMap(\.sound)
        let mismatches = clips.flatMap { differences(of: $0, from: first, sounds.first) }
        guard mismatches.isEmpty else { throw .mismatch(mismatches) }
        var placements: [Placement] = []
        var frame = 0
        for clip in clips {
            placements.append(Placement(clip: clip, firstFrame: frame))
            frame += clip.frameCount
        }
        let sound = sounds.first.map { first in
            Clip.Sound(
                sampleRate: first.sampleRate, channels: sounds.map(\.channels).max() ?? 2)
        }
        return AssemblyPlan(placements: placements, frameRate: first.frameRate, sound: sound)
    }

    private static func differences(
        of clip: Clip, from first: Clip, _ sound: Clip.Sound?
    ) -> [ClipMismatch] {
        func compare(_ field: String, _ expected: String, _ found: String) -> ClipMismatch? {
            expected == found
                ? nil
                : ClipMismatch(clip: clip.path, field: field, expected: expected, found: found)
        }
        let (wanted, picture) = (first.picture, clip.picture)
        let wantedSize = "\(wanted.width)x\(wanted.height)"
        var list = [
            compare("frame size", wantedSize, "\(picture.width)x\(picture.height)"),
            compare("frame rate", first.frameRate.description, clip.frameRate.description),
            compare("pixel shape", wanted.pixelShape, picture.pixelShape),
            compare("rotation", "\(wanted.rotation)°", "\(picture.rotation)°"),
        ].compactMap(\.self)
        if list.isEmpty, wanted.configuration != picture.configuration {
            list.append(
                ClipMismatch(
                    clip: clip.path, field: "H.264 parameter sets",
                    expected: "those of \(first.path)", found: "others"))
        }
        if let sound, let own = clip.sound {
            list += [
                compare("sample rate", "\(sound.sampleRate) Hz", "\(own.sampleRate) Hz")
            ].compactMap(\.self)
            if own.channels > 2 {
                list.append(
                    ClipMismatch(
                        clip: clip.path, field: "channels", expected: "1 or 2",
                        found: String(own.channels)))
            }
        }
        return list
    }
}
