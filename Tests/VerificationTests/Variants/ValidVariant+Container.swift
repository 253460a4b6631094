import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation

/// Variants of the container.
extension ValidVariant {
    static let containers = [
        forged("index at the end") { _ in },
        forged("index in front") { $0.isFaststart = true },
        fragmented("frag_keyframe+empty_moov"),
        fragmented("frag_keyframe"),
        fragmented("dash+frag_keyframe+global_sidx"),
        fragmented("cmaf+frag_keyframe+empty_moov"),
        forged("no edit list") { $0.muxing = ["use_editlist": "0"] },
        forged("coarse clock") { $0.muxing = ["video_track_timescale": "24"] },
        forged("fine clock") { $0.muxing = ["video_track_timescale": "90000"] },
        trimmed,
        trailed("noise", Data((0..<700).map { UInt8(truncatingIfNeeded: $0 * 7919 >> 5) })),
        trailed("zeros", Data(count: 700)),
        trailed("a line of text", Data("\r\n--boundary--\r\n".utf8)),
    ]

    static let repackings = [
        converted("MOV", "-c copy", to: "mov"),
        converted("timecode in MOV", "-c copy -timecode 01:00:00:00", to: "mov"),
        converted("timecode in MP4", "-c copy -timecode 01:00:00:00 -write_tmcd 1"),
        converted("sound first", "-map 0:a -map 0:v -c copy"),
        converted("two soundtracks", "-map 0:v -map 0:a -map 0:a -c copy"),
        converted("sound 0.05 s late", "-itsoffset 0.05 -i SOURCE -map 0:v -map 1:a -c copy"),
        converted("turned by 90°", "-c copy -metadata:s:v rotate=90")?
            .expecting { $0.frameSize = FrameSize(width: 180, height: 320) },
        converted("turned by 180°", "-c copy -metadata:s:v rotate=180")?.warning([.orientation]),
        converted("wide pixels", "-c copy -aspect 4:3")?
            .expecting { $0.frameSize = FrameSize(width: 240, height: 180) },
        converted("cut from 1.25 s", "-c copy", reading: "-ss 1.25")?
            .expecting { $0.duration = MediaTime(value: 75, timescale: 100) },
        converted("cut from 0.5 s in MOV", "-c copy", to: "mov", reading: "-ss 0.5")?
            .expecting { $0.duration = MediaTime(value: 15, timescale: 10) },
        subtitled,
        covered,
    ].compactMap(\.self)

    private static func fragmented(_ flags: String) -> ValidVariant {
        forged("fragments, \(flags)") {
            $0.x264["g"] = "12"
            $0.muxing = ["movflags": flags]
        }
    }

    /// Displayed from 1.25 s on by an edit list: players trim a video like this without copying it.
    private static let trimmed = ValidVariant("trimmed by its edit list") { folder in
        var film = try base.get()
        // ISO/IEC 14496-12, 8.6.6: version and count, then duration and start.
        var place = 0
        for unitsPerSecond in [12_288, 48_000] {
            guard let box = film.range(of: Data("elst".utf8), in: place..<film.count) else { break }
            place = box.upperBound + 16
            let start = film[place - 4..<place].reduce(0) { $0 << 8 | Int($1) }
            let edit = [750, UInt32(start + unitsPerSecond * 5 / 4)].map(\.bigEndian)
            film.replaceSubrange(place - 8..<place, with: edit.withUnsafeBytes { Data($0) })
        }
        return try folder.write(film, as: "variant.mp4")
    }.expecting { $0.duration = MediaTime(value: 75, timescale: 100) }
        // The movie's own duration is still the untrimmed one.
        .warning([.playoutDuration])

    private static func trailed(_ name: String, _ tail: Data) -> ValidVariant {
        ValidVariant("\(name) behind the last box") { folder in
            try folder.write(base.get() + tail, as: "variant.mp4")
        }
    }

    private static let subtitled = ValidVariant("subtitles") { folder in
        let words = "1\n00:00:00,100 --> 00:00:01,500\nLight\n\n"
        let subtitles = try folder.write(Data(words.utf8), as: "words.srt")
        let path = folder.file("variant.mp4")
        try FFmpegProgram.convert(
            folder.write(base.get(), as: "base.mp4"), to: path,
            ["-i", subtitles, "-map", "0", "-map", "1", "-c", "copy", "-c:s", "mov_text"])
        return path
    }

    /// A cover that is the file's first stream: its box comes before the tracks.
    private static let covered = ValidVariant("cover first") { folder in
        let source = try folder.write(base.get(), as: "base.mp4")
        let cover = folder.file("cover.png")
        try FFmpegProgram.convert(source, to: cover, ["-frames:v", "1"])
        let path = folder.file("variant.mp4")
        try FFmpegProgram.convert(
            cover, to: path,
            ["-i", source, "-map", "0", "-map", "1", "-c", "copy"]
                + ["-disposition:v:0", "attached_pic"])
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        // The index ends the file, so that reordering its boxes moves no sample.
        guard let header = film.range(of: Data("mvhd".utf8), options: .backwards),
            let tags = film.range(of: Data("udta".utf8), options: .backwards)
        else { throw CocoaError(.fileReadCorruptFile) }
        let first = header.lowerBound - 4 + 108
        let box = film.suffix(from: tags.lowerBound - 4)
        film.replaceSubrange(first..., with: box + film[first..<box.startIndex])
        return try folder.write(film, as: "variant.mp4")
    }
}
