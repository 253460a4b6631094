import DailiesAssembly
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

/// Clips that differ from the rest of the film: only they are coded anew, and the film is right.
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

    /// What holds for every film with an odd clip in its middle.
    private func checkSandwich(_ clips: [String], _ field: String, frames: Int) throws {
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
        if Witness.isInstalled { #expect(try Witness.complaints(about: path) == "") }
    }

    private func sandwich(_ odd: String) throws -> [String] {
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
    func anOddClipIsConformedAndTheOthersAreCopied(_ difference: Difference) throws {
        let odd = try folder.forge("2.mp4") {
            $0.id = 2
            difference.change(&$0)
        }
        try checkSandwich(
            try sandwich(odd), difference.field, frames: difference.field == "frame rate" ? 24 : 25)
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

    @Test(.enabled(if: Witness.isInstalled), arguments: converted)
    func anotherCodingIsConformed(_ conversion: Conversion) throws {
        guard Witness.encodes([conversion.needs]) else { return }
        let source = try folder.forge("source.mp4") { $0.id = 2 }
        let odd = folder.file("2.mp4")
        try Witness.convert(
            source, to: odd,
            conversion.options.split(separator: " ").map(String.init) + ["-c:a", "copy"])
        try checkSandwich(try sandwich(odd), conversion.field, frames: 25)
    }

    /// Bright stays as bright as it was, whatever range the numbers were in.
    @Test(.enabled(if: Witness.isInstalled))
    func coloursComeOutAsTheyWere() throws {
        let source = try folder.forge("source.mp4") {
            $0.id = 2
            $0.colour = (luma: 110, blue: 90, red: 200)
        }
        let plain = try sandwich(source)
        for options in [
            "-vf scale=in_color_matrix=bt709:out_color_matrix=bt601 -colorspace smpte170m "
                + "-color_primaries smpte170m -color_trc smpte170m",
            "-vf scale=out_range=full -pix_fmt yuvj420p -color_range pc", "-pix_fmt yuv444p",
        ] {
            let odd = folder.file("2.mp4")
            try Witness.convert(
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
    func anotherShapeStandsInTheFrameAsChosen(_ fit: AssemblySettings.Fit) throws {
        let odd = try folder.forge("2.mp4") {
            ($0.width, $0.height) = (180, 320)
            $0.colour = (luma: 180, blue: 128, red: 128)
        }
        var settings = AssemblySettings()
        settings.fit = fit
        let path = try join(try sandwich(odd), settings).path
        let seen = try DecodedPicture(path, number: 30)
        let row = seen.row(seen.height / 2)
        // 180 × 320 stands 101 wide in a frame of 320 × 180.
        #expect(row[150...170].allSatisfy { abs($0 - 180) <= 3 })
        switch fit {
        case .pad: #expect(row[0...100].allSatisfy { $0 <= 20 })
        case .blur: #expect(row[0...100].allSatisfy { (100...150).contains($0) })
        case .crop: #expect(row.allSatisfy { abs($0 - 180) <= 3 })
        }
    }

    @Test(.enabled(if: Witness.isInstalled), arguments: [90, 180, 270])
    func aTurnedClipStandsUpright(_ degrees: Int) throws {
        let odd = try folder.forge("2.mp4") {
            $0.id = 2
            ($0.width, $0.height) = degrees == 180 ? (320, 180) : (180, 320)
            $0.rotation = degrees
        }
        let path = try join(try sandwich(odd)).path
        // ffmpeg turns upright what a player would.
        let upright = folder.file("upright.mp4")
        try Witness.convert(odd, to: upright, ["-c:v", "libx264", "-crf", "5", "-an"])
        let (seen, wanted) = (
            try DecodedPicture(path, number: 30), try DecodedPicture(upright, number: 5)
        )
        #expect(seen.width == wanted.width)
        let difference = zip(seen.luma, wanted.luma).map { abs($0 - $1) }.reduce(0, +)
        #expect(difference / seen.luma.count <= 3)
    }

    /// A film whose every clip is turned is copied, and stays turned.
    @Test func aFilmOfTurnedClipsIsCopiedAndStaysTurned() throws {
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
        let clips = try sandwich(odd)
        let film = try join(clips).film
        // What was dropped is shown as long as it was: by the picture nearest in time.
        let numbers = Array(film.numbers[25..<50])
        #expect(numbers.count == 25)
        #expect(Array(numbers[0..<7]) == Array(0..<7))
        #expect(numbers[7] == 6 && numbers[8] == 6 && numbers[9] == 9 && numbers[15] == 14)
        #expect(numbers[24] == 24)
        try checkSandwich(clips, "frame rate", frames: 25)
    }

    @Test(.enabled(if: Witness.isInstalled))
    func framesHiddenByAnEditListStayHidden() throws {
        let source = try folder.forge("source.mp4") {
            $0.id = 2
            $0.frames = 48
        }
        let odd = folder.file("2.mp4")
        try Witness.convert(source, to: odd, ["-c", "copy"], reading: ["-ss", "1"])
        let clips = try sandwich(odd)
        let film = try join(clips).film
        #expect(film.numbers[25] == 24)
        #expect(film.numbers.count == 25 + 24 + 25)
        try checkSandwich(clips, "edit list", frames: 24)
    }

    @Test(.enabled(if: Witness.isInstalled)) func aLastPictureThatIsHeldIsHeldInTheFilm() throws {
        let source = try folder.forge("source.mp4") {
            $0.id = 2
            $0.x264["bf"] = "0"
        }
        let odd = folder.file("2.mp4")
        try Witness.convert(
            source, to: odd,
            ["-c", "copy", "-bsf:v", "setts=duration='if(eq(N,24),DURATION*13,DURATION)'"])
        try checkSandwich(try sandwich(odd), "frame rate", frames: 37)
    }

    /// Two kinds of pictures in one clip, as other programs join them: what follows must not be
    /// shown by the wrong parameter sets.
    @Test(.enabled(if: Witness.isInstalled)) func setsThatStandInPacketsStayOutOfTheFilm() throws {
        let halves = try (0..<2).map { half in
            try folder.forge("half \(half).mp4") {
                $0.id = 2
                $0.x264["preset"] = half == 0 ? "ultrafast" : "medium"
            }
        }
        let list = try folder.write(
            Data(halves.map { "file '\($0)'\n" }.joined().utf8), as: "list.txt")
        let joined = folder.file("joined.mp4")
        try Witness.convert(
            list, to: joined, ["-c", "copy", "-an"], reading: ["-f", "concat", "-safe", "0"])
        try checkSandwich(try sandwich(joined), "H.264 parameter sets", frames: 50)
    }

    @Test func theSizeAndRateThatWereAskedForComeOut() throws {
        let clips = try (1...2).map { number in try folder.forge("\(number).mp4") { $0.id = number }
        }
        var settings = AssemblySettings()
        settings.frameSize = AssemblySettings.FrameSize(width: 640, height: 360)
        settings.frameRate = FrameRate(30)
        let (plan, film, path) = try join(clips, settings)
        #expect(plan.placements.allSatisfy { $0.treatment == .encode })
        #expect(try DecodedPicture(path, number: 0).width == 640)
        // 25 frames of 24 fps last as long as 31.25 of 30 fps: each clip has whole frames.
        #expect(film.ids.count == 62)
        #expect(film.times[1] == MediaTime(value: 1, timescale: 30))
    }

    @Test func encodedClipsShareTheParameterSetsOfTheCopiedOnes() throws {
        let odd = try folder.forge("2.mp4") {
            ($0.width, $0.height) = (480, 270)
        }
        let path = try join(try sandwich(odd)).path
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let record = try #require(bytes.range(of: Data("avcC".utf8)))
        // One sequence parameter set: what was encoded is coded like what was copied.
        #expect(bytes[record.upperBound + 5] & 31 == 1)
    }

    // MARK: Differences that need no coding

    struct Container: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let muxing: [String: String]
        /// How late the file says that its sound is, in samples.
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
            // Without an edit list nobody can know of the encoder's priming.
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
        let (plan, film, path) = try join(try sandwich(odd))
        #expect(plan.placements.allSatisfy { $0.treatment == .copy })
        #expect(film.ids == [1, 2, 3].flatMap { Array(repeating: $0, count: 25) })
        #expect(Array(film.fingerprints[25..<50]) == (try DecodedClip(odd).fingerprints))
        let step = MediaTime(value: 1, timescale: 24)
        #expect(film.times == film.times.indices.map { step * $0 })
        // The click stands at frame 12 of the second clip, where only it is loud.
        let loud = film.samples[50_500..<99_500].firstIndex { abs($0) > 0.45 } ?? 0
        #expect(abs(loud - (25 + 12) * 2000 - container.delay) < 48)
        if Witness.isInstalled { #expect(try Witness.complaints(about: path) == "") }
    }

    /// Sound that begins late in its clip begins as late in the film.
    @Test(.enabled(if: Witness.isInstalled)) func anAuthoredOffsetIsKept() throws {
        let source = try folder.forge("source.mp4") {
            $0.id = 2
            $0.frames = 48
            $0.sound?.frequency = 0
            $0.sound?.clicksAt = [12]
        }
        let odd = folder.file("2.mp4")
        try Witness.convert(
            source, to: odd, ["-i", source, "-map", "0:v", "-map", "1:a", "-c", "copy"],
            reading: ["-itsoffset", "-0.25"])
        let film = try join([try folder.forge("1.mp4") { $0.sound?.level = 0.1 }, odd]).film
        // The picture was moved a quarter of a second ahead of the sound: it begins with frame 6, and
        // what belonged to frame 12 is heard with frame 18.
        let loud = film.samples[51_000...].firstIndex { abs($0) > 0.45 } ?? 0
        #expect(film.numbers[25] == 6)
        #expect(film.numbers[25 + 12] == 18)
        #expect(abs(loud - (25 + 12) * 2000) < 48)
    }
}
