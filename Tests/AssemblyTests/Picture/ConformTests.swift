import DailiesAssembly
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

/// Clips that differ from the rest of the film are encoded, the others are copied.
@Suite struct ConformTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Difference: Sendable, CustomTestStringConvertible {
        let field: String
        let change: @Sendable (inout ClipForge) -> Void
        var testDescription: String { field }
    }

    static let forged = [
        Difference(field: "frame size") {
            $0.width = 480
            $0.height = 270
        },
        Difference(field: "frame rate") {
            $0.frameRate = FrameRate(30)
            $0.frames = 30
        },
    ]

    private func join(
        _ clips: [String], _ settings: AssemblySettings = AssemblySettings()
    ) throws -> (plan: AssemblyPlan, film: DecodedClip, path: String) {
        let assembler = Assembler(settings: settings)
        let path = folder.file("film.mp4")
        let plan = try assembler.plan(clips)
        try assembler.perform(plan, to: path, overwrite: true)
        return (plan, try DecodedClip(path), path)
    }

    /// Checks that hold for every film with a differing clip in its middle.
    private func checkFilm(_ clips: [String], _ field: String, frames: Int) throws {
        let (plan, film, path) = try join(clips)
        #expect(plan.placements.map(\.treatment) == [.copy, .encode, .copy])
        #expect(plan.placements[1].reasons.map(\.field).contains(field))
        #expect(plan.placements[1].frames.count == frames)
        let first = try DecodedClip(clips[0])
        let last = try DecodedClip(clips[2])
        #expect(Array(film.fingerprints.prefix(first.ids.count)) == first.fingerprints)
        #expect(Array(film.fingerprints.suffix(last.ids.count)) == last.fingerprints)
        let middle = first.ids.count..<first.ids.count + frames
        #expect(film.ids.count == middle.upperBound + last.ids.count)
        #expect(film.ids[middle].allSatisfy { $0 == 2 })
        let step = MediaTime(value: 1, timescale: 24)
        #expect(film.times == film.times.indices.map { step * $0 })
        if FFmpegProgram.isInstalled { #expect(try FFmpegProgram.warnings(decoding: path) == "") }
    }

    private func clipsAround(_ odd: String) throws -> [String] {
        [
            try folder.forge("1.mp4") {
                $0.id = 1
                $0.grain = 20
            }, odd,
            try folder.forge("3.mp4") {
                $0.id = 3
                $0.grain = 20
            },
        ]
    }

    @Test(arguments: forged)
    func aDifferingClipIsConformedAndTheOthersAreCopied(_ difference: Difference) throws {
        let odd = try folder.forge("2.mp4") {
            $0.id = 2
            difference.change(&$0)
        }
        try checkFilm(
            try clipsAround(odd), difference.field,
            frames: difference.field == "frame rate" ? 24 : 25)
    }

    struct Conversion: Sendable, CustomTestStringConvertible {
        let field: String
        let options: String
        var needs = "libx264"
        var testDescription: String { options }
    }

    static let converted = [
        Conversion(field: "codec", options: "-c:v libx265 -x265-params pools=1", needs: "libx265"),
        Conversion(field: "codec", options: "-c:v mpeg4 -q:v 2", needs: "mpeg4"),
        Conversion(field: "pixel format", options: "-c:v libx264 -pix_fmt yuv444p"),
        Conversion(field: "pixel format", options: "-c:v libx264 -pix_fmt yuv420p10le"),
        Conversion(field: "pixel shape", options: "-c:v libx264 -vf setsar=10/11"),
        Conversion(field: "scanning", options: "-c:v libx264 -flags +ilme+ildct"),
        Conversion(
            field: "colours",
            options: "-c:v libx264 -vf scale=out_range=full -pix_fmt yuvj420p -color_range pc"),
        Conversion(
            field: "colours",
            options: "-c:v libx264 -vf scale=out_color_matrix=bt601 -colorspace smpte170m "
                + "-color_primaries smpte170m -color_trc smpte170m"),
    ]

    @Test(.enabled(if: FFmpegProgram.isInstalled), arguments: converted)
    func anotherCodingIsConformed(_ conversion: Conversion) throws {
        guard FFmpegProgram.encodes([conversion.needs]) else { return }
        let source = try folder.forge("source.mp4") { $0.id = 2 }
        let odd = folder.file("2.mp4")
        try FFmpegProgram.convert(
            source, to: odd,
            conversion.options.split(separator: " ").map(String.init) + ["-c:a", "copy"])
        try checkFilm(try clipsAround(odd), conversion.field, frames: 25)
    }

    /// Colours look the same whatever range and matrix the source uses.
    @Test(.enabled(if: FFmpegProgram.isInstalled))
    func coloursArePreserved() throws {
        let source = try folder.forge("source.mp4") {
            $0.id = 2
            $0.colour = (luma: 110, blue: 90, red: 200)
        }
        let plain = try clipsAround(source)
        for options in [
            "-vf scale=in_color_matrix=bt709:out_color_matrix=bt601 -colorspace smpte170m "
                + "-color_primaries smpte170m -color_trc smpte170m",
            "-vf scale=out_range=full -pix_fmt yuvj420p -color_range pc", "-pix_fmt yuv444p",
        ] {
            let odd = folder.file("2.mp4")
            try FFmpegProgram.convert(
                source, to: odd,
                ["-c:v", "libx264", "-crf", "10", "-c:a", "copy"]
                    + options.split(separator: " ").map(String.init))
            let film = try join([plain[0], odd, plain[2]]).path
            let seen = try DecodedPicture(film, number: 30)
            #expect(abs(seen.luma[seen.luma.count / 2] - 110) <= 2, "\(options)")
            #expect(abs(seen.blue[seen.blue.count / 2] - 90) <= 3, "\(options)")
            #expect(abs(seen.red[seen.red.count / 2] - 200) <= 3, "\(options)")
        }
    }

    @Test(arguments: AssemblySettings.Fit.allCases)
    func anotherAspectRatioIsFittedAsChosen(_ fit: AssemblySettings.Fit) throws {
        let odd = try folder.forge("2.mp4") {
            ($0.width, $0.height) = (180, 320)
            $0.colour = (luma: 180, blue: 128, red: 128)
        }
        var settings = AssemblySettings()
        settings.fit = fit
        let path = try join(try clipsAround(odd), settings).path
        let seen = try DecodedPicture(path, number: 30)
        let row = seen.row(seen.height / 2)
        // 180 × 320 is 101 pixels wide in a frame of 320 × 180.
        #expect(row[150...170].allSatisfy { abs($0 - 180) <= 3 })
        switch fit {
        case .pad: #expect(row[0...100].allSatisfy { $0 <= 20 })
        case .blur: #expect(row[0...100].allSatisfy { (100...150).contains($0) })
        case .crop: #expect(row.allSatisfy { abs($0 - 180) <= 3 })
        }
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled), arguments: [90, 180, 270])
    func aRotatedClipIsUpright(_ degrees: Int) throws {
        let odd = try folder.forge("2.mp4") {
            $0.id = 2
            ($0.width, $0.height) = degrees == 180 ? (320, 180) : (180, 320)
            $0.rotation = degrees
        }
        let path = try join(try clipsAround(odd)).path
        // ffmpeg applies the rotation as a player would.
        let upright = folder.file("upright.mp4")
        try FFmpegProgram.convert(odd, to: upright, ["-c:v", "libx264", "-crf", "5", "-an"])
        let (seen, wanted) = (
            try DecodedPicture(path, number: 30), try DecodedPicture(upright, number: 5)
        )
        #expect(seen.width == wanted.width)
        let difference = zip(seen.luma, wanted.luma).map { abs($0 - $1) }.reduce(0, +)
        #expect(difference / seen.luma.count <= 3)
    }

    /// If every clip is rotated, all are copied and the film keeps the rotation.
    @Test func rotatedClipsAreCopiedAndStayRotated() throws {
        let clips = try (1...2).map { number in
            try folder.forge("\(number).mp4") { $0.rotation = 90 }
        }
        let (plan, _, path) = try join(clips)
        #expect(plan.placements.allSatisfy { $0.treatment == .copy })
        let again = try Assembler().plan([path, try folder.forge("3.mp4")])
        #expect(again.placements[1].reasons.map(\.field) == ["rotation"])
    }

    @Test func aVaryingRateBecomesConstant() throws {
        let odd = try folder.forge("2.mp4") {
            $0.id = 2
            $0.dropped = [7, 8, 15]
        }
        let clips = try clipsAround(odd)
        let film = try join(clips).film
        // A dropped frame is replaced by the picture nearest in time.
        let numbers = Array(film.numbers[25..<50])
        #expect(numbers.count == 25)
        #expect(Array(numbers[0..<7]) == Array(0..<7))
        #expect(numbers[7] == 6 && numbers[8] == 6 && numbers[9] == 9 && numbers[15] == 14)
        #expect(numbers[24] == 24)
        try checkFilm(clips, "frame rate", frames: 25)
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled))
    func framesHiddenByAnEditListStayHidden() throws {
        let source = try folder.forge("source.mp4") {
            $0.id = 2
            $0.frames = 48
        }
        let odd = folder.file("2.mp4")
        try FFmpegProgram.convert(source, to: odd, ["-c", "copy"], reading: ["-ss", "1"])
        let clips = try clipsAround(odd)
        let film = try join(clips).film
        #expect(film.numbers[25] == 24)
        #expect(film.numbers.count == 25 + 24 + 25)
        try checkFilm(clips, "edit list", frames: 24)
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled)) func aLongLastPictureStaysLong() throws {
        let source = try folder.forge("source.mp4") {
            $0.id = 2
            $0.x264["bf"] = "0"
        }
        let odd = folder.file("2.mp4")
        try FFmpegProgram.convert(
            source, to: odd,
            ["-c", "copy", "-bsf:v", "setts=duration='if(eq(N,24),DURATION*13,DURATION)'"])
        try checkFilm(try clipsAround(odd), "frame rate", frames: 37)
    }

    /// A clip joined by another program, with two kinds of pictures: its parameter sets must not
    /// apply to the pictures that follow.
    @Test(.enabled(if: FFmpegProgram.isInstalled)) func parameterSetsInPacketsAreNotCopied() throws
    {
        let halves = try (0..<2).map { half in
            try folder.forge("half \(half).mp4") {
                $0.id = 2
                $0.x264["preset"] = half == 0 ? "ultrafast" : "medium"
            }
        }
        let list = try folder.write(
            Data(halves.map { "file '\($0)'\n" }.joined().utf8), as: "list.txt")
        let joined = folder.file("joined.mp4")
        try FFmpegProgram.convert(
            list, to: joined, ["-c", "copy", "-an"], reading: ["-f", "concat", "-safe", "0"])
        try checkFilm(try clipsAround(joined), "H.264 parameter sets", frames: 50)
    }

    @Test func theRequestedSizeAndRateAreUsed() throws {
        let clips = try (1...2).map { number in try folder.forge("\(number).mp4") { $0.id = number }
        }
        var settings = AssemblySettings()
        settings.frameSize = FrameSize(width: 640, height: 360)
        settings.frameRate = FrameRate(30)
        let (plan, film, path) = try join(clips, settings)
        #expect(plan.placements.allSatisfy { $0.treatment == .encode })
        #expect(try DecodedPicture(path, number: 0).width == 640)
        // 25 frames at 24 fps last as long as 31.25 at 30 fps: each clip gets a whole number of
        // frames.
        #expect(film.ids.count == 62)
        #expect(film.times[1] == MediaTime(value: 1, timescale: 30))
    }

    @Test func encodedClipsShareTheParameterSetsOfTheCopiedOnes() throws {
        let odd = try folder.forge("2.mp4") {
            ($0.width, $0.height) = (480, 270)
        }
        let path = try join(try clipsAround(odd)).path
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let record = try #require(bytes.range(of: Data("avcC".utf8)))
        // One sequence parameter set: the encoded clip has the settings of the copied ones.
        #expect(bytes[record.upperBound + 5] & 31 == 1)
    }

    // MARK: Differences that need no encoding

    struct Container: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let muxing: [String: String]
        /// The delay of the sound in the file, in samples.
        var delay = 0
    }

    static let containers = [
        Container(testDescription: "timescale", muxing: ["video_track_timescale": "90000"]),
        Container(
            testDescription: "fragments", muxing: ["movflags": "frag_keyframe+empty_moov"]),
        Container(testDescription: "no edit list", muxing: ["use_editlist": "0"]),
        Container(
            testDescription: "negative delays",
            muxing: ["movflags": "negative_cts_offsets", "use_editlist": "0"],
            // Without an edit list the encoder's priming is unknown.
            delay: 1024),
        Container(testDescription: "index in front", muxing: ["movflags": "faststart"]),
    ]

    @Test(arguments: containers)
    func anotherContainerIsCopied(_ container: Container) throws {
        let odd = try folder.forge("2.mp4") {
            $0.id = 2
            $0.muxing = container.muxing
            $0.sound?.frequency = 0
            $0.sound?.clicksAt = [12]
        }
        let (plan, film, path) = try join(try clipsAround(odd))
        #expect(plan.placements.allSatisfy { $0.treatment == .copy })
        #expect(film.ids == [1, 2, 3].flatMap { Array(repeating: $0, count: 25) })
        #expect(Array(film.fingerprints[25..<50]) == (try DecodedClip(odd).fingerprints))
        let step = MediaTime(value: 1, timescale: 24)
        #expect(film.times == film.times.indices.map { step * $0 })
        // The click is at frame 12 of the second clip, where only it is loud.
        let loud = film.samples[50_500..<99_500].firstIndex { abs($0) > 0.45 } ?? 0
        #expect(abs(loud - (25 + 12) * 2000 - container.delay) < 48)
        if FFmpegProgram.isInstalled { #expect(try FFmpegProgram.warnings(decoding: path) == "") }
    }

    /// Sound that starts late in its clip starts equally late in the film.
    @Test(.enabled(if: FFmpegProgram.isInstalled)) func anIntendedOffsetIsKept() throws {
        let source = try folder.forge("source.mp4") {
            $0.id = 2
            $0.frames = 48
            $0.sound?.frequency = 0
            $0.sound?.clicksAt = [12]
        }
        let odd = folder.file("2.mp4")
        try FFmpegProgram.convert(
            source, to: odd, ["-i", source, "-map", "0:v", "-map", "1:a", "-c", "copy"],
            reading: ["-itsoffset", "-0.25"])
        let film = try join([try folder.forge("1.mp4") { $0.sound?.level = 0.1 }, odd]).film
        // The picture is a quarter of a second ahead of the sound: it begins with frame 6, and the
        // sound of frame 12 is at frame 18.
        let loud = film.samples[51_000...].firstIndex { abs($0) > 0.45 } ?? 0
        #expect(film.numbers[25] == 6)
        #expect(film.numbers[25 + 12] == 18)
        #expect(abs(loud - (25 + 12) * 2000) < 48)
    }
}
