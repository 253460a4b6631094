package import DailiesJSON
import DailiesMediaTime

extension DailiesReport.FilmEntry {
    /// Reads what `json` writes; `nil` if the value isn't that.
    ///
    /// Times are those of whole frames.
    package init?(_ json: JSONValue) {
        guard let file = json["file"]?.text, let bytes = json["bytes"]?.integer,
            let rate = json["frameRate"]?.text.flatMap({ FrameRate($0) }),
            let frames = json["frames"]?.integer, frames >= 0,
            let list = json["clips"]?.elements
        else { return nil }
        let clips = list.compactMap { ClipEntry($0, rate) }
        guard clips.count == list.count else { return nil }
        self.init(
            file: file, duration: rate.duration(frames: frames), frames: frames, frameRate: rate,
            bytes: Int64(bytes), clips: clips,
            warnings: (json["warnings"]?.elements ?? []).compactMap(\.text))
        frameSize = json["frameSize"]?.text.flatMap { FrameSize($0) }
        seams = (json["seams"]?.elements ?? []).compactMap { seam in
            guard let time = seam["time"]?.number.flatMap({ rate.time(nearest: $0) }),
                let before = seam["before"]?.number, let after = seam["after"]?.number
            else { return nil }
            return SeamEntry(time: time, before: before, after: after)
        }
    }
}

extension DailiesReport.FilmEntry.ClipEntry {
    fileprivate init?(_ json: JSONValue, _ rate: FrameRate) {
        guard let take = json["take"]?.text,
            let start = json["start"]?.number.flatMap({ rate.time(nearest: $0) }),
            let duration = json["duration"]?.number.flatMap({ rate.time(nearest: $0) })
        else { return nil }
        self.init(
            take: take, isSlate: json["slate"]?.bool ?? false, start: start, duration: duration)
        continues = json["continues"]?.bool ?? false
        dissolve = json["dissolve"]?.integer ?? 0
        encodedFrames = json["encodedFrames"]?.integer ?? 0
        conformReasons = (json["conformReasons"]?.elements ?? []).compactMap(\.text)
    }
}

extension FrameRate {
    /// The time of the frame nearest to a number of seconds; `nil` if there is none.
    fileprivate func time(nearest seconds: Double) -> MediaTime? {
        let frame = (seconds * framesPerSecond).rounded()
        guard frame.isFinite, abs(frame) < 1e9 else { return nil }
        return duration(frames: Int(frame))
    }
}
