import DailiesTimeline

// Prints a timeline of two-second clips for Final Cut Pro: TimelineConsumer CLIP…
guard let rate = FrameRate(24) else { fatalError("24 is a rate") }
let clips = CommandLine.arguments.dropFirst().enumerated().map { number, path in
    let length = rate.duration(frames: 48)
    let media = TimelineMedia(
        path: path, take: "\(number + 1)", available: TimeRange(start: .zero, duration: length),
        frameRate: rate)
    return TimelineClip(
        .media(media, others: []), source: media.available,
        film: TimeRange(start: rate.duration(frames: 48 * number), duration: length),
        shot: "\(number + 1)")
}
print(try FinalCutXML.text(FilmTimeline(title: "film", frameRate: rate, clips: clips)))
