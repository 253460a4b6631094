import DailiesAssembly
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

@Suite struct RefusalTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Difference: Sendable, CustomTestStringConvertible {
        let field: String
        let change: @Sendable (inout ClipForge) -> Void
        var testDescription: String { field }
    }

    static let differences = [
        Difference(field: "frame size") { $0.width = 240 },
        Difference(field: "frame rate") { $0.frameRate = FrameRate(30) },
        Difference(field: "sample rate") { $0.sound?.sampleRate = 44_100 },
    ]

    @Test(arguments: differences)
    func aClipThatDiffersIsNamedWithTheField(_ difference: Difference) throws {
        // Two of a kind have more bytes than one of another.
        let clips = [
            try folder.forge("1.mp4"), try folder.forge("2.mp4", difference.change),
            try folder.forge("3.mp4"),
        ]
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan(clips) }
        guard case .mismatch(let list)? = error else {
            Issue.record("expected a mismatch, not \(String(describing: error))")
            return
        }
        #expect(list.map(\.field) == [difference.field])
        #expect(list.map(\.clip) == [clips[1]])
    }

    @Test func everyDifferenceIsNamedAtOnce() throws {
        let clips = [
            try folder.forge("1.mp4"),
            try folder.forge("2.mp4") {
                $0.width = 240
                $0.frameRate = FrameRate(25)
                $0.sound?.sampleRate = 44_100
            },
            try folder.forge("3.mp4") { $0.height = 240 },
            try folder.forge("4.mp4"),
        ]
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan(clips) }
        guard case .mismatch(let list)? = error else {
            Issue.record("expected a mismatch, not \(String(describing: error))")
            return
        }
        #expect(list.count == 4)
    }

    @Test func aVaryingRateIsRefused() throws {
        let clip = try folder.forge("1.mp4") { $0.dropped = [7, 8] }
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan([clip]) }
        #expect(error?.description.contains("varies") == true)
    }

    @Test func aTruncatedClipIsRefused() throws {
        let path = try folder.forge("1.mp4") { $0.isFaststart = true }
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try folder.write(whole.dropLast(500), as: "1.mp4")
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan([path]) }
        #expect(error?.description.contains("cut off") == true)
    }

    @Test(.enabled(if: Witness.isInstalled), arguments: ["pcm_s16le", "alac", "pcm_u8"])
    func soundInAnotherLayoutIsRefusedWithItsName(_ codec: String) throws {
        let path = folder.file("1.mov")
        let source = try folder.forge("source.mp4")
        try Witness.convert(source, to: path, ["-c:v", "copy", "-c:a", codec])
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan([path]) }
        #expect(error?.description.contains(codec) == true)
    }

    @Test func noClipsNoFilm() {
        #expect(throws: AssemblyError.noClips) { try Assembler().plan([]) }
    }

    @Test func aStoppedJoinLeavesTheOldFilmAndNothingElse() throws {
        let clips = [try folder.forge("1.mp4"), try folder.forge("2.mp4")]
        let film = try folder.write(Data("the old film".utf8), as: "film.mp4")
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let plan = try Assembler().plan(clips)
        #expect(throws: AssemblyError.cancelled) {
            try Assembler().perform(plan, to: film, shouldStop: { true })
        }
        #expect(try String(contentsOfFile: film, encoding: .utf8) == "the old film")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
    }

    @Test func aClipThatChangedSinceThePlanIsRefused() throws {
        let clips = [try folder.forge("1.mp4"), try folder.forge("2.mp4")]
        let plan = try Assembler().plan(clips)
        _ = try folder.forge("2.mp4") { $0.frames = 12 }
        #expect(throws: AssemblyError.self) {
            try Assembler().perform(plan, to: folder.file("film.mp4"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("film.mp4")))
    }

    @Test func aFolderThatIsMissingIsSaid() throws {
        let plan = try Assembler().plan([try folder.forge("1.mp4")])
        let error = #expect(throws: AssemblyError.self) {
            try Assembler().perform(plan, to: folder.file("none/film.mp4"))
        }
        #expect(error?.description.contains("could not be written") == true)
    }
}
