import DailiesProduction
import DailiesReporting
import DailiesTestSupport
import Testing

/// `--partial`: a film of the takes that are there.
struct PartialFilmTests {
    /// A slate lasts as long as the take that it stands for, and the partial film replaces nothing.
    @Test func aPartialFilmHasSlates() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let partial = try await stage.run(plan) {
            $0.onlyShots = ["010"]
            $0.makesPartialFilm = true
        }
        #expect(partial.report.film == nil)
        let film = try #require(partial.report.partialFilm)
        #expect(film.file == "film.partial.mp4" && film.frames == 146)
        #expect(film.clips.map(\.isSlate) == [false, true])
        #expect(film.clips.map(\.take) == ["010-t1", "020"])
        let picture = try DecodedClip(stage.production.place(film.file))
        #expect(picture.times.count == 146)
        #expect(!stage.names.contains { $0.contains("slates") || $0 == "film.mp4" })
        // The same again is the same file; then the whole film, without slates.
        let again = try await stage.run(plan) {
            $0.onlyShots = ["010"]
            $0.makesPartialFilm = true
        }
        #expect(again.report.partialFilm == film)
        let whole = try await stage.run(plan) { $0.makesPartialFilm = true }
        #expect(whole.report.film?.frames == 146 && whole.report.partialFilm == nil)
        #expect(!stage.names.contains("film.partial.mp4"))
        #expect(try await stage.submissions() == 2)
    }

    @Test func aPartialFilmNeedsATake() async throws {
        let stage = try RehearsalStage()
        let result = try await stage.run(try stage.plan(RehearsalStage.twoShots)) {
            $0.submitDeadline = SubmitDeadline(.now, source: "06:00")
            $0.makesPartialFilm = true
        }
        #expect(result.report.partialFilm == nil && result.report.film == nil)
        #expect(!stage.names.contains { $0.hasSuffix(".mp4") })
    }
}
