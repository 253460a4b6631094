import DailiesAssembly
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

/// Clips with different encoder settings are joined without encoding a picture.
@Suite struct RenumberingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Settings: Sendable, CustomTestStringConvertible {
        let name: String
        let x264: [String: String]
        var testDescription: String { name }
    }

    static let others = [
        Settings(name: "another quality", x264: ["preset": "ultrafast", "crf": "30", "bf": "2"]),
        Settings(name: "medium", x264: ["preset": "medium", "crf": "20"]),
        Settings(name: "Main", x264: ["preset": "medium", "profile": "main"]),
        Settings(name: "Baseline", x264: ["preset": "fast", "profile": "baseline"]),
        Settings(name: "more references", x264: ["preset": "slow", "refs": "8", "bf": "5"]),
        Settings(
            name: "weights, pyramid",
            x264: [
                "preset": "slow", "x264-params": "weightp=2:weightb=1:b-pyramid=strict:bframes=8",
            ]
        ),
        Settings(name: "CAVLC", x264: ["preset": "medium", "x264-params": "cabac=0"]),
        Settings(
            name: "open groups", x264: ["preset": "fast", "g": "8", "x264-params": "open-gop=1"]),
        Settings(name: "four slices", x264: ["preset": "fast", "x264-params": "slices=4"]),
        Settings(name: "no deblocking", x264: ["preset": "fast", "x264-params": "no-deblock=1"]),
        Settings(
            name: "buffering periods",
            x264: ["preset": "fast", "x264-params": "nal-hrd=vbr:vbv-maxrate=900:vbv-bufsize=900"]),
    ]

    @Test(arguments: others)
    func everyPictureDecodesToTheSameSamples(_ settings: Settings) throws {
        let clips = try [("1.mp4", nil), ("2.mp4", settings.x264), ("3.mp4", nil)]
            .enumerated().map { index, clip in
                try folder.forge(clip.0) { forge in
                    forge.id = index + 1
                    forge.frames = 30
                    forge.grain = 20
                    forge.x264 = clip.1 ?? forge.x264
                }
            }
        let film = folder.file("film.mp4")
        let plan = try Assembler().plan(clips)
        try Assembler().perform(plan, to: film)
        let sources = try clips.map { try DecodedClip($0) }
        let joined = try DecodedClip(film)
        #expect(joined.fingerprints == sources.flatMap(\.fingerprints))
        #expect(plan.placements.filter { $0.treatment == .renumber }.count >= 1)
        let steps = Set(zip(joined.times, joined.times.dropFirst()).map { $1 - $0 })
        #expect(steps == [MediaTime(value: 1, timescale: 24)])
        if FFmpegProgram.isInstalled { #expect(try FFmpegProgram.warnings(decoding: film) == "") }
    }

    @Test func clipsOfOneKindShareTheirSets() throws {
        let settings: [String: String] = ["preset": "medium", "crf": "28"]
        let clips = try (1...6).map { number in
            try folder.forge("\(number).mp4") { forge in
                forge.id = number
                if number % 2 == 0 { forge.x264 = settings }
            }
        }
        let film = folder.file("film.mp4")
        let plan = try Assembler().plan(clips)
        try Assembler().perform(plan, to: film)
        let treatments = plan.placements.map(\.treatment)
        #expect(Set(treatments).count == 2)
        #expect(treatments[0] == treatments[2] && treatments[1] == treatments[3])
        #expect(try DecodedClip(film).ids == (1...6).flatMap { Array(repeating: $0, count: 25) })
    }
}
