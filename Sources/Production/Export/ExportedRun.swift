import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesShotList
import DailiesTimeline
import DailiesVerification

/// A run of the list with the takes of it that are there.
struct ExportedRun: Sendable {
    /// The name of the shot or part, such as `020a`.
    let name: String
    let shot: ReportedFilm.Shot
    /// The requested duration; `nil` if it isn't known.
    let seconds: Int?
    /// The take in the film; `nil` if none is there.
    let chosen: ExportedTake?
    /// The other takes.
    let others: [ExportedTake]
}

/// A take whose file is there and has a picture.
struct ExportedTake: Sendable {
    let record: TakeRecord
    let video: MediaMeasurement.Video
    /// `nil` if it has no sound.
    let audio: MediaMeasurement.Audio?
    /// The time of its first frame on its own time line: its timecode, or zero.
    let start: MediaTime
    let cost: Money?
    /// Whether a person chose it for the film.
    let isCircled: Bool

    var name: String { record.run.takeName }

    /// How long the picture lasts.
    var duration: MediaTime { video.duration ?? .zero }

    /// The rate of its picture.
    var frameRate: FrameRate? { video.frameRate }

    /// The displayed size of its picture.
    var frameSize: FrameSize { video.displaySize }

    /// The prompts on one line; `nil` if the request isn't known.
    var prompt: String? { record.run.request?.content.summary }

    /// What is to be kept with the take, as far as it is known.
    var facts: [String: String] {
        var facts: [String: String] = [:]
        facts["prompt"] = prompt
        facts["run"] = record.run.remoteID
        facts["cost_usd"] = cost?.decimal
        facts["verdict"] = record.verdict?.rawValue
        return facts
    }

    /// The length of its file.
    var bytes: Int64 { record.bytes }

    /// The take as a reference of a timeline.
    ///
    /// - Parameter folder: the absolute path of the production.
    func media(in folder: String) -> TimelineMedia {
        let run = record.run
        var metadata = facts
        metadata["provider"] = run.provider
        metadata["model"] = run.model
        metadata["sha256"] = record.sha256
        if isCircled { metadata["circled"] = "by a person" }
        return TimelineMedia(
            path: folder + "/" + record.file, take: name,
            available: TimeRange(start: start, duration: duration), frameRate: frameRate,
            frameSize: frameSize,
            sound: audio.map {
                TimelineMedia.Sound(sampleRate: $0.sampleRate, channels: $0.channels)
            }, metadata: metadata)
    }

    /// The findings of its verification; one without a place is at the beginning.
    var markers: [TimelineMarker] {
        (record.verification?.findings ?? []).map { check in
            let severity: TimelineMarker.Severity =
                switch check.result {
                case .fail: .failure
                case .warn: .warning
                case .pass, nil: .unchecked
                }
            let place = check.at ?? TimeRange(start: .zero, end: .zero)
            return TimelineMarker(
                range: TimeRange(start: start + place.start, end: start + place.end),
                severity: severity,
                name: check.code.rawValue, comment: check.message)
        }
    }
}
