import DailiesBitstream
import DailiesMediaTime

/// Compares a clip with the film's format: the properties that must be equal for its packets to be
/// copied.
///
/// Parameter sets may differ, because each clip's sets get numbers of their own.
struct ClipComparison {
    private let format: FilmFormat
    private let clip: Clip

    init(_ format: FilmFormat, _ clip: Clip) {
        self.format = format
        self.clip = clip
    }

    /// Why the clip must be encoded; empty if its packets can be copied.
    var mismatches: [ClipMismatch] {
        let own = clip.obstacles.map {
            ClipMismatch(
                clip: clip.path, field: $0.field, expected: $0.expected, found: $0.found)
        }
        return own + picture + coding
    }

    private var picture: [ClipMismatch] {
        let (wanted, found) = (format.picture, clip.picture.format)
        return [
            compare("codec", format.codec, clip.picture.codec),
            compare(
                "frame size", "\(wanted.width)x\(wanted.height)", "\(found.width)x\(found.height)"),
            // A variable rate is reported as an obstacle already.
            clip.frameRate.flatMap {
                compare("frame rate", format.frameRate.description, $0.description)
            },
            compare("pixel shape", wanted.pixelShape.description, found.pixelShape.description),
            compare("rotation", "\(format.rotation)°", "\(clip.picture.rotation)°"),
        ].compactMap(\.self)
    }

    /// Properties of the bitstream: a track has one kind of samples, whatever the encoder settings.
    private var coding: [ClipMismatch] {
        let (wanted, found) = (format.picture, clip.picture.format)
        return [
            compare("pixel format", wanted.pixelFormat, found.pixelFormat),
            compare(
                "scanning", format.isProgressive ? "progressive" : "interlaced",
                clip.picture.isProgressive ? "progressive" : "interlaced"),
            colours,
        ].compactMap(\.self)
    }

    private var colours: ClipMismatch? {
        guard !DisplayedColour.agree(format.picture, clip.picture.format) else { return nil }
        return compare(
            "colours", DisplayedColour.of(format.picture).description,
            DisplayedColour.of(clip.picture.format).description)
    }

    private func compare(_ field: String, _ expected: String, _ found: String) -> ClipMismatch? {
        expected == found
            ? nil
            : ClipMismatch(clip: clip.path, field: field, expected: expected, found: found)
    }
}
