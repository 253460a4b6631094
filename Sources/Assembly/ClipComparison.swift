import DailiesBitstream
import DailiesMediaTime

/// Two clips held against each other: what must be equal for both to stand in one track.
///
/// Parameter sets may differ otherwise: they are gathered under numbers of their own.
struct ClipComparison {
    private let model: Clip
    private let clip: Clip
    private let sound: Clip.Sound?

    /// - Parameter sound: the film's sound, which the first clip that has any sets.
    init(_ model: Clip, _ clip: Clip, _ sound: Clip.Sound?) {
        self.model = model
        self.clip = clip
        self.sound = sound
    }

    var mismatches: [ClipMismatch] { picture + coding + audible }

    private var picture: [ClipMismatch] {
        let (wanted, found) = (model.picture, clip.picture)
        return [
            compare(
                "frame size", "\(wanted.width)x\(wanted.height)", "\(found.width)x\(found.height)"),
            compare("frame rate", model.frameRate.description, clip.frameRate.description),
            compare("pixel shape", wanted.pixelShape, found.pixelShape),
            compare("rotation", "\(wanted.rotation)°", "\(found.rotation)°"),
        ].compactMap(\.self)
    }

    /// What the bitstreams say: one track has one kind of samples, however they are coded.
    private var coding: [ClipMismatch] {
        guard let wanted = model.picture.configuration.firstSequence,
            let found = clip.picture.configuration.firstSequence
        else { return [] }
        return [
            compare(
                "pixel format", wanted.pixelFormat ?? "unknown", found.pixelFormat ?? "unknown"),
            compare(
                "scanning", wanted.isProgressive ? "progressive" : "interlaced",
                found.isProgressive ? "progressive" : "interlaced"),
            wanted.colour.agrees(with: found.colour)
                ? nil : compare("colours", wanted.colour.description, found.colour.description),
        ].compactMap(\.self)
    }

    private var audible: [ClipMismatch] {
        guard let sound, let own = clip.sound else { return [] }
        return [
            compare("sample rate", "\(sound.sampleRate) Hz", "\(own.sampleRate) Hz"),
            own.channels > 2 ? compare("channels", "1 or 2", String(own.channels)) : nil,
        ].compactMap(\.self)
    }

    private func compare(_ field: String, _ expected: String, _ found: String) -> ClipMismatch? {
        expected == found
            ? nil
            : ClipMismatch(clip: clip.path, field: field, expected: expected, found: found)
    }
}
