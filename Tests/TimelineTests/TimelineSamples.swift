import DailiesTestSupport
import DailiesTimeline
import Foundation
import Testing

/// Timelines for tests.
enum TimelineSamples {
    /// File names that formats tend to break.
    static let oddNames = [
        "010-t1.mp4", "two words.mp4", "50%25 off.mp4", "Käse Übergröße.mp4", "-leading dash.mp4",
        "it's \"quoted\".mp4", "a&b<c>.mp4", "#hash?query=1.mp4", "semi;colon:comma,.mp4",
        "[1-9]~+=@!$.mp4", "夜の海.mp4", "NO EXTENSION", "dots.in.name.v2.mov", "bl.mp4",
    ]

    /// A film of clips that follow one another.
    ///
    /// - Parameters:
    ///   - dissolve: the frames of the dissolve between all clips.
    ///   - frames: the length of each clip in frames of the film.
    ///   - change: changes a clip's media.
    static func film(
        _ paths: [String], rate: FrameRate, dissolve: Int = 0, frames: Int = 48,
        handles: Int = 2, change: (Int, inout TimelineMedia) -> Void = { _, _ in }
    ) -> FilmTimeline {
        FilmTimeline(
            title: "A film", frameRate: rate, frameSize: FrameSize(width: 1280, height: 720),
            clips: paths.enumerated().map { index, path in
                let name = path.split(separator: "/").last.map(String.init) ?? path
                var media = TimelineMedia(
                    path: path, take: name.split(separator: ".").first.map(String.init) ?? name,
                    available: TimeRange(
                        start: .zero, duration: rate.duration(frames: frames + handles)),
                    frameRate: rate, frameSize: FrameSize(width: 1280, height: 720),
                    sound: TimelineMedia.Sound(sampleRate: 48_000, channels: 2))
                change(index, &media)
                return TimelineClip(
                    .media(media, others: []),
                    source: TimeRange(start: .zero, duration: rate.duration(frames: frames)),
                    film: TimeRange(
                        start: rate.duration(frames: index * (frames - dissolve)),
                        duration: rate.duration(frames: frames)),
                    shot: "\(index + 1)")
            })
    }
}

extension FilmTimeline {
    /// Changes the media of a clip.
    mutating func changeMedia(_ index: Int, _ change: (inout TimelineMedia) -> Void) {
        guard case .media(var media, let others) = clips[index].content else { return }
        change(&media)
        clips[index].content = .media(media, others: others)
    }
}

/// A rate that the test names.
func rate(_ numerator: Int32, _ denominator: Int32 = 1) throws -> FrameRate {
    try #require(FrameRate(numerator, denominator))
}
