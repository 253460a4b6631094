import DailiesAssembly
import DailiesMediaTime
import DailiesTestSupport
import Testing

/// The visible label in a film's first seconds.
@Suite struct LabelTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Clips of grey pictures with a key frame every half second.
    private func greyClips(
        _ count: Int, _ configure: (inout ClipForge) -> Void = { _ in }
    ) throws -> [String] {
        try (1...count).map { number in
            try folder.forge("\(number).mp4") {
                $0.frames = 48
                $0.colour = (128, 128, 128)
                $0.x264["g"] = "12"
                configure(&$0)
            }
        }
    }

    private func join(
        _ clips: [String], label seconds: Double, text: String = FilmLabel.usualText,
        _ configure: (inout AssemblySettings) -> Void = { _ in }
    ) throws -> (plan: AssemblyPlan, path: String) {
        var settings = AssemblySettings()
        let label: FilmLabel = try #require(FilmLabel(seconds: seconds, text: text))
        settings.label = label
        configure(&settings)
        let assembler = Assembler(settings: settings)
        let plan = try assembler.plan(clips)
        let film = folder.file("film \(plan.format.width).mp4")
        try assembler.perform(plan, to: film, overwrite: true)
        return (plan, film)
    }

    /// Where a picture that is grey otherwise is black or white: columns and rows.
    private func marked(_ picture: DecodedPicture) -> (columns: Range<Int>, rows: Range<Int>)? {
        let places = picture.luma.indices.filter { abs(picture.luma[$0] - 128) > 60 }
        guard let first = places.min(), let last = places.max() else { return nil }
        let columns = places.map { $0 % picture.width }
        return (
            (columns.min() ?? 0)..<(columns.max() ?? 0) + 1,
            first / picture.width..<last / picture.width + 1
        )
    }

    @Test func onlyTheFirstFramesShowItAndAreEncoded() throws {
        let clips = try greyClips(2)
        // 0.6 s are 14.4 frames, and the next key frame is the 24th.
        let (plan, path) = try join(clips, label: 0.6)
        #expect(plan.placements.map(\.encodedFrames) == [24, 0])
        let labelled = try DecodedPicture(path, number: 14)
        let area = try #require(marked(labelled))
        #expect(area.columns.upperBound <= labelled.width * 3 / 4)
        #expect(area.rows.upperBound <= labelled.height / 3)
        #expect(labelled.luma.contains { $0 > 220 } && labelled.luma.contains { $0 < 30 })
        // Neither the box nor the text is coloured.
        #expect(labelled.blue.allSatisfy { abs($0 - 128) <= 4 })
        #expect(marked(try DecodedPicture(path, number: 15)) == nil)
        let (film, first) = (try DecodedClip(path), try DecodedClip(clips[0]))
        #expect(Array(film.fingerprints[24..<48]) == Array(first.fingerprints[24..<48]))
        if FFmpegProgram.isInstalled { #expect(try FFmpegProgram.warnings(decoding: path) == "") }
    }

    /// A label that is longer than the first clip goes on in the next ones.
    @Test func aLabelOverSeveralClips() throws {
        let (plan, path) = try join(try greyClips(3), label: 2.25)
        #expect(plan.placements.map(\.encodedFrames) == [48, 12, 0])
        #expect(marked(try DecodedPicture(path, number: 53)) != nil)
        #expect(marked(try DecodedPicture(path, number: 54)) == nil)
    }

    /// Capital letters are at least a twentieth of the shorter side high.
    @Test(arguments: [(320, 180), (180, 320), (1920, 1080), (640, 640)])
    func theTextIsLargeEnough(_ width: Int, _ height: Int) throws {
        let clips = try greyClips(1) { ($0.width, $0.height, $0.frames) = (width, height, 2) }
        let picture = try DecodedPicture(try join(clips, label: 1, text: "AI").path, number: 0)
        let white = picture.luma.indices.filter { picture.luma[$0] > 190 }
        let rows = Set(white.map { $0 / width }).count
        #expect(rows * 20 >= min(width, height))
        let (first, last) = (try #require(white.min()), try #require(white.max()))
        #expect(last / width - first / width + 1 == rows, "an A and an I without gaps")
    }

    /// A long text is drawn smaller, so that the picture shows all of it.
    @Test func aLongTextFits() throws {
        let clips = try greyClips(1) { ($0.width, $0.height, $0.frames) = (320, 180, 2) }
        let text = String(repeating: "W", count: 40)
        let picture = try DecodedPicture(try join(clips, label: 1, text: text).path, number: 0)
        let area = try #require(marked(picture))
        #expect(area.columns.upperBound < 320)
    }

    /// A film that is stored turned has its label upright for players.
    @Test(.enabled(if: FFmpegProgram.isInstalled), arguments: [90, 180, 270])
    func theLabelOfATurnedFilmIsUpright(_ degrees: Int) throws {
        let clips = try greyClips(1) {
            ($0.width, $0.height) = degrees == 180 ? (320, 180) : (180, 320)
            $0.rotation = degrees
        }
        let turned = try join(clips, label: 0.5).path
        // ffmpeg applies the rotation as a player would.
        let upright = folder.file("upright.mp4")
        try FFmpegProgram.convert(turned, to: upright, ["-c:v", "libx264", "-crf", "5", "-an"])
        let seen = try DecodedPicture(upright, number: 2)
        let wanted = try DecodedPicture(
            try join(try greyClips(1) { ($0.width, $0.height) = (320, 180) }, label: 0.5).path,
            number: 2)
        #expect((seen.width, seen.height) == (wanted.width, wanted.height))
        let difference = zip(seen.luma, wanted.luma).map { abs($0 - $1) }.reduce(0, +)
        #expect(difference / seen.luma.count <= 3)
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled))
    func pictureFormatsThatCannotBeLabelledAreRefused() throws {
        let deep = folder.file("deep.mp4")
        try FFmpegProgram.convert(
            try greyClips(1)[0], to: deep, ["-c:v", "libx264", "-pix_fmt", "yuv420p10le"])
        #expect(throws: AssemblyError.self) { try join([deep], label: 1) }
    }

    @Test(arguments: ["", "   ", "KI-erzeugt für", String(repeating: "a", count: 41), "a\nb"])
    func textsThatCannotBeDrawn(_ text: String) {
        #expect(FilmLabel(seconds: 2, text: text) == nil)
    }

    @Test func theTimeHasLimits() {
        #expect(FilmLabel(seconds: 0.1) != nil && FilmLabel(seconds: 600) != nil)
        #expect(FilmLabel(seconds: 0.09) == nil && FilmLabel(seconds: 600.1) == nil)
        #expect(FilmLabel(seconds: 1, text: String(repeating: "a", count: 40)) != nil)
    }
}
