import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// Plans of several models and providers, and the shapes of their takes.
struct SeveralSourcesTests {
    private func plan(
        _ text: String, prices: PriceBook? = nil, files: [String: ListedFile] = [:]
    ) throws -> (plan: Plan?, problems: [ListProblem]) {
        let names = ["kling-v3-pro", "veo-3.1", "hailuo-2.3-pro", "hailuo-2.3-standard"]
        let models = try names.map {
            try ModelProfile(try Shipped.json("presets/models/\($0).json"))
        }
        let book = PresetBook(
            models: Dictionary(uniqueKeysWithValues: models.map { ($0.id, $0) }), presets: [:])
        var known = try Shipped.prices()
        known.merge(try PriceBook(try Shipped.json("presets/prices/2026-11-25.json")))
        let reading = ShotListReader(book: book).read(
            ListDocument(Data(text.utf8), fileName: "film.json"))
        #expect(reading.problems == [])
        return Planner(prices: prices ?? known).plan(try #require(reading.list), files: files)
    }

    @Test func eachProviderHasItsOwnRequestAndPrice() throws {
        let text = #"{"provider": ["runflow", "fal"], "shots": [{"prompt": "A", "duration": 20}]}"#
        let both = try #require(try plan(text).plan)
        let runflow = try planShot(#""prompt": "A", "duration": 20"#, provider: "runflow")
        let fal = try planShot(#""prompt": "A", "duration": 20"#, provider: "fal")
        #expect(both.providers == ["runflow", "fal"])
        #expect(both.runs.map(\.name) == ["010a", "010b"])
        for (run, (first, second)) in zip(both.runs, zip(runflow.runs, fal.runs)) {
            #expect(run.candidates.map(\.digest) == [first.digest, second.digest])
            #expect(run.candidates.map(\.quote) == [first.quote, second.quote])
        }
        #expect(both.quote.expected == runflow.quote.expected)
        #expect(both.quote.worst == max(runflow.quote.worst, fal.quote.worst))
        #expect(runflow.quote.worst != fal.quote.worst)
    }

    @Test func aProviderWithoutAPriceIsAProblem() throws {
        let problems = try plan(
            #"{"provider": ["runflow", "fal"], "shots": [{"prompt": "A"}]}"#, prices: PriceBook()
        ).problems
        #expect(
            problems.count == 1 && problems[0].message.contains("at runflow in the price books"))
    }

    @Test func aPriceThatDependsOnTheRunIsDescribed() throws {
        let book = try PriceBook([
            "schema": .string(PriceBook.schema), "date": "2026-11-25",
            "prices": [
                [
                    "provider": "runflow", "model": "kling-v3-pro", "source": "x",
                    "rates": [["seconds": 10, "per": "clip", "expected": "1"]],
                ]
            ],
        ])
        let problems = try plan(
            #"{"shots": [{"prompt": "A", "duration": 5}]}"#, prices: book
        ).problems
        #expect(
            problems.map(\.message) == [
                "there is no price for Kling 3.0 Pro at runflow, with its sound, resolution and "
                    + "duration, in the price books; add one, or buy without knowing the price with "
                    + "--allow-unpriced"
            ])
    }

    /// Takes are named after their runs: each part has a name of its own.
    @Test func aShotOfMoreThanTwentySixPartsIsAProblem() throws {
        func planned(_ seconds: Int) throws -> (plan: Plan?, problems: [ListProblem]) {
            try plan(
                #"""
                {"model": "hailuo-2.3-standard", "provider": "fal", "shots": [
                  {"prompt": "A", "duration": \#(seconds)}]}
                """#)
        }
        let tens = Array(repeating: "10", count: 25).joined(separator: " + ")
        #expect(
            try planned(258).problems.map { "\($0.field ?? ""): \($0.message)" } == [
                "duration: 258 s isn't possible: a run of Hailuo 2.3 Standard lasts 6 or 10 s; "
                    + "possible are 256 s (\(tens) + 6) and 260 s (\(tens) + 10)"
            ])
        let names = try #require(try planned(260).plan).runs.map(\.name)
        #expect(names.count == 26 && Set(names).count == 26)
        #expect(names.first == "010a" && names.last == "010z")
    }

    private static func picture(_ width: Int, _ height: Int) -> ListedFile {
        ListedFile(
            path: "/p.png", bytes: 1000, sha256: String(repeating: "a", count: 64),
            content: .picture(
                mediaType: "image/png", size: FrameSize(width: width, height: height)))
    }

    /// Kling keeps the shape of a start picture; in a vertical film a wide one gets bars.
    @Test(arguments: [
        (720, 1280, [] as [String]), (735, 1280, ["020"]), (733, 1280, []), (1280, 720, ["020"]),
    ])
    func aStartPictureOfAnotherShapeIsNoted(_ width: Int, _ height: Int, _ noted: [String]) throws {
        let plan = try #require(
            try plan(
                #"""
                {"shots": [{"id": "010", "prompt": "A", "aspect_ratio": "9:16"},
                           {"id": "020", "prompt": "B", "start_image_url": "p.png"}]}
                """#, files: ["p.png": Self.picture(width, height)]
            ).plan)
        #expect(plan.shapeNotes.map(\.run) == noted)
        if width == 1280 {
            let text = plan.shapeNotes.map(\.description).joined()
            #expect(
                text
                    == "020 starts with a picture of 1280x720, and its take has that shape: in the film "
                    + "of 9:16 it gets black bars; \"fit\": \"crop\" or \"blur\" avoids them")
        }
    }

    /// A text shot of a model without aspect ratios has the model's own shape, and a shot that goes on
    /// from another one has that one's.
    @Test func theShapeOfAModelAndOfThePictureBeforeAreKnown() throws {
        let plan = try #require(
            try plan(
                #"""
                {"film": {"frame_size": "1080x1920"}, "shots": [
                  {"id": "010", "prompt": "A", "model": "hailuo-2.3-pro", "provider": "fal"},
                  {"id": "020", "prompt": "B", "start_image_url": "p.png"},
                  {"id": "030", "prompt": "C", "continue_from": "previous"}]}
                """#, files: ["p.png": Self.picture(1280, 720)]
            ).plan)
        #expect(plan.shapeNotes.map(\.run) == ["010", "020", "030"])
    }

    /// In a chain of continued shots and parts each take has the shape of the first picture.
    @Test func aChainOfShotsKeepsTheShapeOfItsFirstPicture() throws {
        let rest = (2...300).map { _ in
            #"{"prompt": "B", "continue_from": "previous", "duration": 20}"#
        }.joined(separator: ",")
        let plan = try #require(
            try plan(
                #"""
                {"film": {"frame_size": "1080x1920"}, "shots": [
                  {"prompt": "A", "start_image_url": "p.png"}, \#(rest)]}
                """#, files: ["p.png": Self.picture(1280, 720)]
            ).plan)
        #expect(plan.runs.count == 599)
        #expect(plan.shapeNotes.map(\.run) == plan.runs.map(\.name))
        #expect(Set(plan.shapeNotes.map(\.shape)) == ["1280x720"])
    }

    /// A clip needs a frame of its own beside its dissolves: 5 s of 24 frames have 120.
    @Test(arguments: [(59, 0), (60, 1), (119, 1), (120, 3)])
    func shotsAreLongerThanTheirDissolves(_ frames: Int, _ count: Int) throws {
        let problems = try plan(
            #"""
            {"film": {"transition": "dissolve:\#(frames)"}, "shots": [
              {"prompt": "A", "duration": 5}, {"prompt": "B", "duration": 5},
              {"prompt": "C", "duration": 5}]}
            """#
        ).problems
        #expect(problems.count == count, "\(problems)")
        if count == 1 { #expect(problems[0].shot == "020" && problems[0].field == "duration") }
    }

    @Test func theFilmsFrameSizeDecides() throws {
        let text = #"""
            {"film": {"frame_size": "1080x1920", "fit": "FIT"}, "shots": [
              {"id": "010", "prompt": "A", "aspect_ratio": "9:16"},
              {"id": "020", "prompt": "B", "aspect_ratio": "16:9", "duration": 15}]}
            """#
        func notes(_ fit: String) throws -> [String] {
            try #require(try plan(text.replacing("FIT", with: fit)).plan).shapeNotes.map(
                \.description)
        }
        #expect(try notes("crop") == ["020 is 16:9: in the film of 1080x1920 it is cropped"])
        #expect(
            try notes("blur") == [
                "020 is 16:9: in the film of 1080x1920 it is shown in front of a blurred copy of itself"
            ])
    }
}
