import DailiesMediaTime
import DailiesTimeline

/// Which frames of the film each run has.
struct FilmPlacement {
    let frameRate: FrameRate
    /// The film's displayed size; `nil` if it isn't known.
    let frameSize: FrameSize?
    /// In frames of the film, in the order of the runs.
    let frames: [Range<Int>]
    /// Whether the frames are those of the film that was joined last.
    let isAsJoined: Bool

    /// Takes the places from the report if the film that was joined last shows these takes; otherwise
    /// one clip follows the other, and where a take is missing there is a gap of the requested length.
    ///
    /// - Returns: `nil` if neither the film's rate nor that of a take is known.
    init?(_ runs: [ExportedRun], _ report: ReportedFilm) {
        let isSame =
            report.clips.count == runs.count
            && zip(report.clips, runs).allSatisfy { clip, run in
                clip.isSlate ? run.chosen == nil : clip.take == run.chosen?.name
            }
        if isSame, let rate = report.frameRate {
            frameRate = rate
            frameSize = report.frameSize ?? Self.size(of: runs, rate)
            frames = report.clips.map(\.frames)
            isAsJoined = true
            return
        }
        guard let rate = report.frameRate ?? Self.mostCommonRate(runs) else { return nil }
        var frames: [Range<Int>] = []
        for run in runs {
            let start = frames.last?.upperBound ?? 0
            let duration = run.chosen?.duration ?? MediaTime(seconds: run.seconds ?? 0)
            frames.append(start..<start + max(1, Self.nearestFrames(duration, rate)))
        }
        (self.frames, frameRate, isAsJoined) = (frames, rate, false)
        frameSize = report.frameSize ?? Self.size(of: runs, rate)
    }

    /// The takes whose format the film has: those in it, or all if there are none.
    private static func formatTakes(_ runs: [ExportedRun]) -> [ExportedTake] {
        let chosen = runs.compactMap(\.chosen)
        return chosen.isEmpty ? runs.flatMap(\.others) : chosen
    }

    /// The size of the first take with the film's rate.
    private static func size(of runs: [ExportedRun], _ rate: FrameRate) -> FrameSize? {
        formatTakes(runs).first { $0.frameRate == rate }?.frameSize
    }

    /// The rate of the takes with the most bytes, as the film's would be; `nil` if no take has a
    /// constant rate.
    private static func mostCommonRate(_ runs: [ExportedRun]) -> FrameRate? {
        var bytes: [FrameRate: Int64] = [:]
        let takes = formatTakes(runs)
        for take in takes {
            if let rate = take.frameRate { bytes[rate, default: 0] += take.bytes }
        }
        let most = bytes.values.max()
        return takes.compactMap(\.frameRate).first { bytes[$0] == most }
    }

    /// The nearest whole number of frames.
    private static func nearestFrames(_ duration: MediaTime, _ rate: FrameRate) -> Int {
        (rate.frames(in: duration + duration) + 1) / 2
    }

    /// The timeline of the runs at these places.
    ///
    /// - Parameter folder: the absolute path of the production.
    func timeline(title: String, _ runs: [ExportedRun], in folder: String) -> FilmTimeline {
        // One list has either captions, or remarks that serve as subtitles.
        let hasCaptions = runs.contains { $0.shot.caption != nil }
        let clips = zip(runs, frames).map { run, frames in
            let film = TimeRange(
                start: frameRate.duration(frames: frames.lowerBound),
                end: frameRate.duration(frames: frames.upperBound))
            let source = TimeRange(start: run.chosen?.start ?? .zero, duration: film.duration)
            let shot = run.shot
            var metadata = run.chosen?.facts ?? [:]
            metadata["name"] = run.name
            metadata["note"] = shot.note
            metadata["caption"] = shot.caption
            let others = run.others.map { $0.media(in: folder) }
            let content: TimelineClip.Content =
                run.chosen.map { .media($0.media(in: folder), others: others) }
                ?? .gap(
                    name: "\(run.name) (no \(others.isEmpty ? "take" : "accepted take"))",
                    others: others)
            return TimelineClip(
                content, source: source, film: film, shot: shot.id, scene: shot.scene,
                subtitle: hasCaptions ? shot.caption : shot.note,
                markers: run.chosen?.markers ?? [], metadata: metadata)
        }
        return FilmTimeline(
            title: title, frameRate: frameRate, frameSize: frameSize, clips: clips)
    }
}
