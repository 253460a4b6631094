import DailiesAssembly
import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesTestSupport
import DailiesTimeline
import Foundation
import Testing

/// What a production is exported to, from its ledger and its report.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ExportTests {
    private static let list = """
        {"title": "Käse & 50% off", "model": "kling-v3-standard", "shots": [
            {"id": "010", "prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1",
             "scene": "Beach", "caption": "Look, a <kite>!", "note": "a remark"},
            {"id": "020", "prompt": "a blue sea", "duration": 3, "aspect_ratio": "1:1",
             "generate_audio": false}
        ]}
        """

    private func text(_ stage: RehearsalStage, _ file: String) throws -> String {
        try String(contentsOfFile: stage.production.place("exports/\(file)"), encoding: .utf8)
    }

    private func clips(_ stage: RehearsalStage, _ title: String) throws -> [JSONValue] {
        let document = try JSONValue(parsing: Data(text(stage, "\(title).otio").utf8))
        let track = try #require(document["tracks"]?["children"]?.elements?.first)
        return try #require(track["children"]?.elements)
    }

    /// Everything outside the exports, byte for byte.
    private func state(_ stage: RehearsalStage) -> [String: Data] {
        let names = stage.names.filter { !$0.hasPrefix("exports") }
        return Dictionary(
            uniqueKeysWithValues: names.map {
                ($0, FileManager.default.contents(atPath: stage.production.place($0)) ?? Data())
            })
    }

    @Test func aSessionsFilmAndItsRetakes() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(Self.list)
        _ = try await stage.run(plan)
        let changed = try stage.plan(Self.list.replacing("a blue sea", with: "a green sea"))
        _ = try await stage.run(changed)
        let title = "Käse & 50% off"
        let clips = try clips(stage, title)
        #expect(clips.map { $0["name"] } == ["010-t1.mp4", "020-t2.mp4"])
        let references = try #require(clips[1]["media_references"]?.members)
        #expect(
            references.values.compactMap { $0["name"]?.text }.sorted() == [
                "020-t1.mp4", "020-t2.mp4",
            ])
        let active = try #require(references["DEFAULT_MEDIA"])
        #expect(active["name"] == "020-t2.mp4")
        #expect(active["available_range"]?["duration"]?["value"] == 73)
        let facts = try #require(active["metadata"]?["dailies"])
        #expect(facts["prompt"] == "a green sea" && facts["verdict"] == "pass")
        #expect(facts["run"]?.text?.isEmpty == false)
        #expect(clips[0]["metadata"]?["dailies"]?["scene"] == "Beach")
        let address = try #require(active["target_url"]?.text.flatMap { URL(string: $0) })
        #expect(FileManager.default.fileExists(atPath: address.path))
        #expect(try text(stage, "\(title).edl").contains("020T2"))
        #expect(
            try text(stage, "\(title).srt")
                == "1\n00:00:00,000 --> 00:00:03,041\nLook, a \u{2039}kite\u{203A}!\n")
        #expect(try text(stage, "\(title).vtt").contains("00:00:03.041 --> 00:00:06.083\n020"))
        #expect(try text(stage, "\(title).fcpxml").contains("<note>a green sea</note>"))
        // A list without captions and notes has no subtitles any more.
        let plain = Self.list.replacing(
            "\"caption\": \"Look, a <kite>!\", \"note\": \"a remark\"", with: "\"note\": null")
        _ = try await stage.run(try stage.plan(plain))
        #expect(!stage.names.contains("exports/\(title).srt"))
    }

    @Test func anExportChangesNothingElse() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.twoShots))
        try FileManager.default.removeItem(atPath: stage.production.place("exports"))
        let before = state(stage)
        let export = try await FilmExport(of: stage.production)
        #expect(export.isAsJoined)
        let outcome = try await export.write(ExportFormat.allCases, .relative)
        #expect(
            outcome.files
                == ["otio", "otioz", "edl", "fcpxml", "vtt", "png"].map { "exports/film.\($0)" })
        #expect(outcome.refusals.isEmpty)
        #expect(state(stage) == before)
        #expect(
            try clips(stage, "film")[0]["media_references"]?["DEFAULT_MEDIA"]?["target_url"]
                == "../takes/010-t1.mp4")
    }

    /// Without its report, a production is exported from its ledger alone; the times are the same.
    @Test func theLedgerIsEnough() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.twoShots))
        let joined = try await FilmExport(of: stage.production).timeline
        try FileManager.default.removeItem(atPath: stage.production.jsonReport)
        let export = try await FilmExport(of: stage.production)
        #expect(!export.isAsJoined)
        #expect(export.timeline.clips.map(\.film) == joined.clips.map(\.film))
        #expect(export.timeline.clips.map(\.shot) == ["010", "020"])
        #expect(export.timeline.frameRate == joined.frameRate)
    }

    @Test func aMissingTakeIsAGap() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.twoShots)) { $0.onlyShots = ["020"] }
        #expect(!stage.names.contains("exports"))
        let outcome = try await FilmExport(of: stage.production).write([.otio, .edl, .sheet])
        #expect(outcome.files.count == 3)
        let clips = try clips(stage, "film")
        #expect(clips.map { $0["OTIO_SCHEMA"] } == ["Gap.1", "Clip.2"])
        #expect(clips[0]["source_range"]?["duration"]?["value"] == 72)
        #expect(try text(stage, "film.edl").contains("001  BL "))
    }

    /// The parts of a long shot have equal requests, and each its own take.
    @Test func partsWithEqualRequestsKeepTheirTakes() async throws {
        let stage = try RehearsalStage()
        let list = RehearsalStage.oneShot.replacing("\"duration\": 3", with: "\"duration\": 16")
        let plan = try stage.plan(list)
        #expect(Set(plan.runs.map(\.digest)).count == 1 && plan.runs.count == 2)
        _ = try await stage.run(plan)
        let export = try await FilmExport(of: stage.production)
        #expect(export.isAsJoined)
        #expect(export.timeline.clips.map { $0.media?.take } == ["010a-t1", "010b-t1"])
        #expect(export.timeline.clips.map(\.shot) == ["010", "010"])
    }

    @Test func slatesAreGaps() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.twoShots)) {
            $0.onlyShots = ["020"]
            $0.makesPartialFilm = true
        }
        let export = try await FilmExport(of: stage.production)
        #expect(
            export.isAsJoined && export.timeline.clips.map { $0.media == nil } == [true, false])
        #expect(export.timeline.frames(export.timeline.clips[0].film.end) == 73)
        #expect(stage.names.contains("exports/film.otio"))
    }

    /// A shot whose takes all failed is a gap that keeps them, and its tile shows the newest.
    @Test func failedTakesStayWithTheirGap() async throws {
        let stage = try RehearsalStage(faults: "{\"fault\": \"short\", \"seconds\": 2}")
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot)) { $0.maximumTakes = 2 }
        let export = try await FilmExport(of: stage.production)
        let clip = export.timeline.clips[0]
        #expect(clip.media == nil && clip.otherMedia.map(\.take).sorted() == ["010-t1", "010-t2"])
        #expect(export.timeline.frames(clip.film.duration) == 72)
        let outcome = try await export.write(ExportFormat.allCases)
        #expect(outcome.refusals.isEmpty && outcome.files.contains("exports/film.otioz"))
        let takes = try clips(stage, "film")[0]["metadata"]?["dailies"]?["other_takes"]
        #expect(takes?.elements?.count == 2)
        let sheet = try #require(
            FileManager.default.contents(atPath: stage.production.place("exports/film.png")))
        // A page with a picture is far larger than one with letters only.
        #expect(sheet.count > 20_000, "\(sheet.count)")
    }

    /// The film's size is that of the joined film, not of its first take.
    @Test func theSequenceHasTheFilmsSize() async throws {
        let stage = try RehearsalStage()
        let size = FrameSize(width: 640, height: 360)
        _ = try await stage.run(try stage.plan(Self.list)) { $0.film.frameSize = size }
        #expect(try await FilmExport(of: stage.production).timeline.frameSize == size)
        let report = try JSONValue(
            parsing: Data(contentsOf: URL(fileURLWithPath: stage.production.jsonReport)))
        #expect(report["film"]?["frameSize"] == "640x360")
        let format = "height=\"360\""
        #expect(try text(stage, "Käse & 50% off.fcpxml").contains(format))
    }

    /// A take that a person chose is active at once; the film has it after the next session.
    @Test func aCircledTakeIsActive() async throws {
        let stage = try RehearsalStage(
            faults: """
                {"fault": "short", "seconds": 2, "times": 1}
                """)
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot)) { $0.maximumTakes = 2 }
        let takes = stage.names.filter { $0.hasSuffix(".mp4") && $0.hasPrefix("takes/") }
        try #require(takes.count == 2, "\(stage.names)")
        let before = try await FilmExport(of: stage.production)
        let chosen = try #require(before.timeline.clips[0].media?.take)
        let other = try #require(before.timeline.clips[0].otherMedia.first?.take)
        do {
            let production = try await OpenProduction.open(stage.production)
            #expect(try await production.circle(other, in: stage.production))
        }
        let after = try await FilmExport(of: stage.production)
        #expect(after.timeline.clips[0].media?.take == other && !after.isAsJoined)
        #expect(after.timeline.clips[0].otherMedia.map(\.take) == [chosen])
    }

    @Test func aProductionWithoutTakesHasNothingToExport() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot)) {
            $0.submitDeadline = SubmitDeadline(.now, source: "06:00")
        }
        await #expect(throws: FilmExport.NoTakes.self) {
            try await FilmExport(of: stage.production)
        }
        await #expect(throws: (any Error).self) {
            try await FilmExport(of: ProductionFolder(path: stage.folder.file("nowhere")))
        }
    }
}
