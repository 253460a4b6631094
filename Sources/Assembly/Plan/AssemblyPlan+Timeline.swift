package import DailiesMediaTime
package import DailiesTimeline

extension AssemblyPlan {
    /// The film as a timeline for editing programs.
    ///
    /// Blocks while it reads the clips' timecodes.
    ///
    /// - Parameters:
    ///   - names: the names of the takes, in film order; they are also those of the shots.
    ///   - folder: the absolute path that relative paths of clips start from.
    package func timeline(title: String, names: [String], in folder: String) -> FilmTimeline {
        FilmTimeline(
            title: title, frameRate: frameRate, frameSize: shownSize,
            clips: zip(placements, names).map { placement, name in
                let clip = placement.clip
                let start = TimelineMedia.start(
                    timecode: SourceTimecode.text(of: clip.path), frameRate: clip.frameRate)
                let media = TimelineMedia(
                    path: Self.absolute(clip.path, in: folder), take: name,
                    available: TimeRange(start: start, duration: clip.duration),
                    frameRate: clip.frameRate, frameSize: clip.shownSize,
                    sound: clip.sound.map {
                        TimelineMedia.Sound(sampleRate: $0.sampleRate, channels: $0.channels)
                    })
                let film = range(of: placement)
                return TimelineClip(
                    .media(media, others: []),
                    source: TimeRange(start: start, duration: film.duration), film: film,
                    shot: name)
            })
    }

    /// The film's displayed size.
    package var shownSize: FrameSize {
        format.rotation % 180 == 0
            ? FrameSize(width: format.width, height: format.height)
            : FrameSize(width: format.height, height: format.width)
    }

    /// A path without `.` and `..`, starting from a folder if it is relative.
    private static func absolute(_ path: String, in folder: String) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") {
            switch part {
            case ".": break
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}

extension Clip {
    /// The displayed size: upright, and with square pixels.
    fileprivate var shownSize: FrameSize {
        let upright = PictureFit.upright(picture)
        return FrameSize(width: upright.width, height: upright.height)
    }
}
