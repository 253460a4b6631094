import DailiesBitstream
public import DailiesMediaTime

/// Where each clip is placed in the film and how; decided before anything is written.
public struct AssemblyPlan: Hashable, Sendable {
    /// How a clip's picture gets into the film.
    public enum Treatment: String, Hashable, Sendable {
        /// Its packets are copied unchanged.
        case copy
        /// Its packets are copied with new parameter set numbers; the decoded samples stay the
        /// same.
        case renumber
        /// It is decoded, converted to the film's format, and encoded.
        case encode
    }

    /// A clip and its frames in the film.
    public struct Placement: Hashable, Sendable {
        /// The clip.
        public let clip: Clip
        /// The film's frames in which the clip is visible; those of dissolving clips overlap.
        public let frames: Range<Int>
        /// The number of its first frames that dissolve with the last ones of the clip before.
        public let dissolve: Int
        /// How its picture gets into the film, apart from dissolves.
        public let treatment: Treatment
        /// Why it can't be copied; empty if it is copied.
        public let reasons: [ClipMismatch]
        /// The number of its frames that are encoded: all of them, those in and beside dissolves,
        /// or none.
        public internal(set) var encodedFrames = 0

        /// The film's frame at which the clip begins.
        public var firstFrame: Int { frames.lowerBound }
        /// How its packets are rewritten; `nil` if they aren't.
        let renumbering: SliceRenumbering?
    }

    /// The clips in film order.
    public let placements: [Placement]
    /// The film's video and audio format.
    public let format: FilmFormat
    /// The settings that the plan was made with.
    public let settings: AssemblySettings

    /// How long the music or narration under the film lasts; `nil` if there is none.
    public internal(set) var bedDuration: MediaTime?

    /// When the music or narration ends, if that is before the film does.
    public var bedEnd: MediaTime? {
        guard let bedDuration, bedDuration + Self.inaudibleEnd < duration,
            settings.bed?.loops == false
        else { return nil }
        return bedDuration
    }

    /// At the end of a film the music fades out, so that this much of it can't be heard.
    static let inaudibleEnd = MediaTime(value: 1, timescale: 10)

    /// The parameter sets of all copied clips; `nil` if no H.264 clip is copied.
    let parameterSets: ParameterSetMerge?
    /// Segments of the film's picture, in film order.
    let segments: [Segment]

    /// The film's constant frame rate.
    public var frameRate: FrameRate { format.frameRate }

    /// The film's number of frames.
    public var frameCount: Int { placements.last?.frames.upperBound ?? 0 }

    /// The film's duration.
    public var duration: MediaTime { frameRate.duration(frames: frameCount) }

    /// The time range in which a clip is visible.
    public func range(of placement: Placement) -> TimeRange {
        TimeRange(
            start: frameRate.duration(frames: placement.frames.lowerBound),
            end: frameRate.duration(frames: placement.frames.upperBound))
    }

    /// The number of the film's first frames that show its label.
    var labelledFrames: Int { Self.labelledFrames(settings, frameRate) }

    private static func labelledFrames(_ settings: AssemblySettings, _ rate: FrameRate) -> Int {
        guard let label = settings.label else { return 0 }
        return Int((label.seconds * rate.framesPerSecond).rounded(.up))
    }

    /// The position of a frame of the film on the soundtrack, in samples.
    ///
    /// It is rounded from the sum, never from single clips, so that errors don't add up.
    func sample(atFrame frame: Int) -> Int64 {
        frameRate.duration(frames: frame).units(per: format.sound?.sampleRate ?? 0)
    }

    /// Plans the film.
    ///
    /// - Throws: `AssemblyError` with every clip and property that prevents it.
    static func make(
        _ clips: [Clip], _ settings: AssemblySettings = AssemblySettings()
    ) throws(AssemblyError) -> AssemblyPlan {
        guard let format = FilmFormat(clips, settings) else { throw .noClips }
        let reasons = clips.map { ClipComparison(format, $0).mismatches }
        var merge = format.referenceClip?.packets?.coding.h264.map(ParameterSetMerge.init)
        var placements: [Placement] = []
        for (index, clip) in clips.enumerated() {
            let dissolve = settings.dissolve(into: index)
            let start = placements.last.map { $0.frames.upperBound - dissolve } ?? 0
            placements.append(place(clip, reasons[index], at: start, dissolve, format, &merge))
        }
        let labelled = labelledFrames(settings, format.frameRate)
        let refused = placements.indices.flatMap { index in
            let last = index == placements.count - 1
            return ConformLimits.refusals(
                clips[index], reasons[index], format,
                dissolvedFrames: settings.dissolve(into: index)
                    + (last ? 0 : settings.dissolve(into: index + 1)),
                isLabelled: placements[index].frames.lowerBound < labelled)
        }
        guard refused.isEmpty else { throw .mismatch(refused) }
        let segments = Segment.list(placements, labelled: labelled)
        for index in placements.indices {
            let frames = placements[index].frames
            placements[index].encodedFrames = segments.reduce(0) { count, segment in
                guard case .rendered = segment.source else { return count }
                return count + segment.frames.clamped(to: frames).count
            }
        }
        return AssemblyPlan(
            placements: placements, format: format, settings: settings, parameterSets: merge,
            segments: segments)
    }

    private static func place(
        _ clip: Clip, _ mismatches: [ClipMismatch], at start: Int, _ dissolve: Int,
        _ format: FilmFormat, _ merge: inout ParameterSetMerge?
    ) -> Placement {
        var reasons = mismatches
        if reasons.isEmpty, let packets = clip.packets {
            do {
                let renumbering = try packets.coding.h264.flatMap {
                    (sets) throws(ParameterSetMerge.Refusal) in try merge?.add(sets)
                }
                return Placement(
                    clip: clip, frames: start..<start + clip.frameCount, dissolve: dissolve,
                    treatment: renumbering == nil ? .copy : .renumber, reasons: [],
                    renumbering: renumbering)
            } catch {
                reasons = [.sets(of: clip, error)]
            }
        }
        // The nearest whole number of the film's frames, at least 1.
        let half = MediaTime(
            value: Int64(format.frameRate.denominator), timescale: format.frameRate.numerator)
        let count = format.frameRate.frames(in: clip.duration + clip.duration + half) / 2
        return Placement(
            clip: clip, frames: start..<start + max(1, count), dissolve: dissolve,
            treatment: .encode,
            reasons: reasons, renumbering: nil)
    }
}

extension ClipMismatch {
    fileprivate static func sets(of clip: Clip, _ refusal: ParameterSetMerge.Refusal) -> Self {
        ClipMismatch(
            clip: clip.path, field: "H.264 parameter sets", expected: "as many as a track can hold",
            found: refusal == .tooMany ? "one too many" : "unreadable ones")
    }
}
