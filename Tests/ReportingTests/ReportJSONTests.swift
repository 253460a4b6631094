import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesReporting
import Testing

/// The content of `report.json`, which scripts rely on.
struct ReportJSONTests {
    private func keys(_ value: JSONValue?) -> Set<String> { Set(value?.members?.keys ?? [:].keys) }

    @Test func everyObjectHasItsKeys() {
        let json = Sample.report.json
        #expect(
            keys(json) == [
                "schema", "title", "provider", "rehearsal", "writtenAt", "shots", "film",
                "filmProblem", "money", "leftovers", "claims", "joinedFiles", "session",
                "partialFilm", "providers", "disclosure", "tasks", "sessions",
            ])
        let shot = json["shots"]?.elements?.first
        #expect(
            keys(shot) == [
                "id", "scene", "note", "caption", "summary", "duration", "parts", "file",
            ])
        let part = shot?["parts"]?.elements?.first
        #expect(
            keys(part) == [
                "name", "model", "provider", "refusal", "request", "quote", "accepted", "problem",
                "takes", "part", "obstacle", "runs", "cap", "countedTakes",
            ])
        let take = part?["takes"]?.elements?.first
        #expect(
            keys(take) == [
                "name", "file", "bytes", "sha256", "verdict", "verification", "measurement",
                "delivery", "cost", "circled", "provider", "run", "submitted", "strip",
                "earlierRequest",
            ])
        #expect(
            keys(json["film"]) == [
                "file", "duration", "frames", "frameRate", "frameSize", "bytes", "clips",
                "warnings",
                "seams",
            ])
        #expect(
            keys(json["film"]?["clips"]?.elements?.first) == [
                "take", "slate", "start", "duration", "continues", "dissolve", "encodedFrames",
                "conformReasons",
            ])
        #expect(
            keys(json["money"]) == [
                "quote", "reserved", "settled", "drift", "counted", "tonight", "failed", "toFinish",
                "overbilled",
            ])
    }

    @Test func valuesHaveTheDocumentedForms() {
        let json = Sample.report.json
        #expect(json["schema"] == "dailies.report/1")
        #expect(json["rehearsal"] == false)
        #expect(json.members?["filmProblem"] == .null)
        #expect(json["money"]?["settled"] == "0.84")
        #expect(json["money"]?["reserved"] == "0.00")
        #expect(json["money"]?["quote"] == ["expected": "0.84", "worst": "1.05"])
        #expect(json["film"]?["duration"]?.number == 121.0 / 24.0)
        let take = json["shots"]?.elements?.first?["parts"]?.elements?.first?["takes"]?.elements?
            .first
        #expect(take?["cost"] == "0.84")
        #expect(take?["bytes"] == 8_400_000)
        #expect(take?["circled"] == true)
    }

    @Test func missingValuesAreNull() {
        var take = Sample.take
        take.verdict = nil
        take.verification = nil
        take.measurement = nil
        take.cost = nil
        var part = Sample.part
        part.takes = [take]
        var shot = Sample.shot
        shot.scene = nil
        shot.note = nil
        shot.parts = [part]
        var report = Sample.report
        report.film = nil
        report.shots = [shot]
        let json = report.json
        #expect(json.members?["film"] == .null)
        let first = json["shots"]?.elements?.first
        #expect(first?.members?["scene"] == .null)
        #expect(first?.members?["note"] == .null)
        let missing = first?["parts"]?.elements?.first?["takes"]?.elements?.first
        for key in ["verdict", "verification", "measurement", "cost"] {
            #expect(missing?.members?[key] == .null)
        }
    }

    @Test func moneyIsExact() {
        var report = Sample.report
        report.money.settled = Money(microdollars: 1_234_567)
        #expect(report.json["money"]?["settled"] == "1.234567")
    }

    @Test func theReportParses() throws {
        let json = Sample.report.json
        #expect(try JSONValue(parsing: json.canonicalBytes).line == json.line)
    }
}

/// A film's entry as the ledger keeps it.
struct FilmEntryReadingTests {
    @Test func theEntryComesBackFromItsJSON() throws {
        var film = Sample.film
        film.warnings = ["It flashes."]
        film.frameSize = FrameSize(width: 1280, height: 720)
        film.seams = [
            DailiesReport.FilmEntry.SeamEntry(
                time: MediaTime(value: 73, timescale: 24), before: -20.5, after: -14)
        ]
        film.clips[0].continues = true
        film.clips[0].dissolve = 12
        film.clips[0].encodedFrames = 14
        film.clips[0].conformReasons = ["frame rate 25/1 instead of 24/1"]
        #expect(DailiesReport.FilmEntry(film.json) == film)
        #expect(DailiesReport.FilmEntry(["file": "a.mp4"]) == nil)
    }
}
