import DailiesAssembly
import DailiesMediaTime
import DailiesTestSupport
import Testing

/// Clips that dissolve into each other; only the frames in and beside dissolves are encoded.
@Suite struct DissolveTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func film(
        _ clips: [String], frames: Int
    ) throws -> (plan: AssemblyPlan, film: DecodedClip, path: String) {
        var settings = AssemblySettings()
        settings.dissolve = frames
        let assembler = Assembler(settings: settings)
        let plan = try assembler.plan(clips)
        try assembler.perform(plan, to: folder.file("film.mp4"))
        return (plan, try DecodedClip(folder.file("film.mp4")), folder.file("film.mp4"))
    }

    @Test func theFilmIsShorterByEachDissolve() throws {
        let clips = try (1...3).map { number in try folder.forge("\(number).mp4") { $0.id = number }
        }
        let (plan, film, path) = try film(clips, frames: 6)
        #expect(plan.placements.map(\.frames) == [0..<25, 19..<44, 38..<63])
        #expect(plan.frameCount == 63)
        let step = MediaTime(value: 1, timescale: 24)
        #expect(film.times == film.times.indices.map { step * $0 })
        // Before and after the dissolve only one clip is visible.
        #expect(Array(film.numbers[0..<19]) == Array(0..<19))
        #expect(Array(film.numbers[25..<38]) == Array(6..<19))
        #expect(film.ids[25..<38].allSatisfy { $0 == 2 })
        if FFmpegProgram.isInstalled { #expect(try FFmpegProgram.warnings(decoding: path) == "") }
    }

    /// The parts of one shot follow with hard cuts although the film's shots dissolve.
    @Test func aHardCutBetweenDissolves() throws {
        let clips = try (1...3).map { number in try folder.forge("\(number).mp4") { $0.id = number }
        }
        var settings = AssemblySettings()
        settings.dissolve = 6
        settings.hardCuts = [1]
        let assembler = Assembler(settings: settings)
        let plan = try assembler.plan(clips)
        #expect(plan.placements.map(\.frames) == [0..<25, 25..<50, 44..<69])
        #expect(plan.placements.map(\.encodedFrames) == [0, 6, 25])
        try assembler.perform(plan, to: folder.file("film.mp4"))
        let film = try DecodedClip(folder.file("film.mp4"))
        #expect(film.times.count == 69)
        #expect(film.ids[0..<25].allSatisfy { $0 == 1 } && film.ids[25..<44].allSatisfy { $0 == 2 })
        #expect(film.ids[50...].allSatisfy { $0 == 3 })
        #expect(Array(film.numbers[25..<44]) == Array(0..<19))
        if FFmpegProgram.isInstalled {
            #expect(try FFmpegProgram.warnings(decoding: folder.file("film.mp4")) == "")
        }
    }

    @Test func coloursAreMixedInEqualSteps() throws {
        let clips = try [40, 200].map { luma in
            try folder.forge("\(luma).mp4") { $0.colour = (UInt8(luma), 128, 128) }
        }
        let path = try film(clips, frames: 7).path
        // Eight steps from 40 to 200 give seven mixed pictures.
        for step in 1...7 {
            let seen = try DecodedPicture(path, number: 17 + step)
            #expect(abs(seen.luma[1000] - (40 + 20 * step)) <= 2, "picture \(step)")
        }
    }

    /// A clip with several key frames is copied from the first one after its dissolve to the last
    /// frame on which no dissolved frame depends.
    @Test func framesBetweenDissolvesAreCopiedIfKeyFramesAllowIt() throws {
        let clips = try (1...2).map { number in
            try folder.forge("\(number).mp4") {
                $0.id = number
                $0.frames = 48
                $0.grain = 10
                $0.x264["g"] = "12"
            }
        }
        let (plan, film, _) = try film(clips, frames: 6)
        #expect(plan.placements[0].encodedFrames < 12)
        #expect(plan.placements[1].encodedFrames == 12)
        let (first, second) = (try DecodedClip(clips[0]), try DecodedClip(clips[1]))
        #expect(Array(film.fingerprints[0..<37]) == Array(first.fingerprints[0..<37]))
        #expect(Array(film.fingerprints.suffix(36)) == Array(second.fingerprints.suffix(36)))
    }

    @Test func aClipTooShortForItsDissolvesIsRejected() throws {
        let clips = try (1...3).map { number in
            try folder.forge("\(number).mp4") { $0.frames = number == 2 ? 12 : 7 }
        }
        var settings = AssemblySettings()
        settings.dissolve = 6
        // The first and the last clip are in one dissolve each, the middle one is in two.
        #expect(try Assembler(settings: settings).plan([clips[0], clips[2]]).frameCount == 8)
        let error = #expect(throws: AssemblyError.self) {
            try Assembler(settings: settings).plan(clips)
        }
        guard case .mismatch(let list)? = error else {
            Issue.record("expected a mismatch, not \(String(describing: error))")
            return
        }
        #expect(list.map(\.clip) == [clips[1]])
        #expect(list.map(\.field) == ["length"])
    }
}
