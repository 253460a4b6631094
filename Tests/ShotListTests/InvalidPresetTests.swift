import DailiesJSON
import DailiesShotList
import Foundation
import Testing

/// A preset file with problems affects only the lists that name it.
struct InvalidPresetTests {
    private func book() throws -> PresetBook {
        let shipped = try Presets.book()
        return PresetBook(
            models: shipped.models, presets: shipped.presets,
            invalidModels: [
                "sora": [
                    PresetProblem(file: "models/sora.json", key: "duration.minimum", "it is bad"),
                    PresetProblem(file: "models/sora.json", key: "name", "it is missing"),
                ]
            ],
            invalidPresets: [
                "noir": [PresetProblem(file: "looks/noir.json", "the file isn't JSON: it ends")]
            ])
    }

    private func problems(_ text: String, presets: [String] = []) throws -> [String] {
        let flags = ShotListReader.Flags(presets: presets)
        return ShotListReader(book: try book(), flags: flags)
            .read(ListDocument(Data(text.utf8), fileName: "film.json")).problems.map(\.description)
    }

    @Test func listThatDoesNotNameTheFileIsRead() throws {
        #expect(try problems(#"{"shots": [{"prompt": "A"}]}"#) == [])
        #expect(try problems(#"{"preset": "square", "shots": [{"prompt": "A"}]}"#) == [])
    }

    @Test func listThatNamesTheModelReportsEveryProblemOfItsFile() throws {
        #expect(
            try problems(#"{"model": "sora", "shots": [{"prompt": "A"}]}"#) == [
                "list, model: \"sora\" can't be used: models/sora.json, duration.minimum: it is bad",
                "list, model: \"sora\" can't be used: models/sora.json, name: it is missing",
            ])
    }

    @Test func listThatNamesThePresetReportsTheProblemOfItsFile() throws {
        let problem = "\"noir\" can't be used: looks/noir.json: the file isn't JSON: it ends"
        #expect(
            try problems(#"{"preset": "noir", "shots": [{"prompt": "A"}]}"#)
                == ["list, preset: " + problem])
        #expect(
            try problems(#"{"shots": [{"prompt": "A"}]}"#, presets: ["noir"])
                == ["--preset: " + problem])
    }

    @Test func unknownModelListsTheKnownOnesAndThoseWithErrors() throws {
        #expect(
            try problems(#"{"model": "veo", "shots": [{"prompt": "A"}]}"#) == [
                #"list, model: there is no model "veo"; known models: kling-v3-pro; with errors: sora"#
            ])
    }

    @Test func presetReportsEveryProblemAtOnce() throws {
        let invalid = #expect(throws: InvalidPreset.self) {
            try ShotPreset([
                "schema": "dailies.preset/2",
                "shot": [
                    "aspect_ratio": 16, "prompt": "A", "generate_audio": "yes",
                    "voice_ids": ["a", 1], "elements": "x", "duration": "5",
                ],
                "film": ["fit": 1], "session": ["max_takes": 99, "stop_submitting_at": "6:00"],
                "sessoin": [:],
            ])
        }
        #expect(
            invalid?.problems.map(\.description) == [
                "sessoin: unknown key; did you mean \"session\"?",
                "name: it is missing; write a text in quotes",
                "purpose: it is missing; write a text in quotes",
                "shot.prompt: unknown key; leave it out",
                "shot.aspect_ratio: it is 16; write a text in quotes",
                "shot.duration: it is \"5\"; write a number",
                "shot.elements: it is \"x\"; write a list or an object",
                "shot.generate_audio: it is \"yes\"; write true or false",
                "shot.voice_ids: it is a list; write a text in quotes, or a list of texts",
                "session.max_takes: it is 99; write a whole number from 1 to 20",
                "session.stop_submitting_at: it is \"6:00\"; write a time of day such as \"06:00\"",
                "film.fit: it is 1; write \"pad\", \"blur\", \"crop\"",
            ])
    }

    @Test func laterPresetsAndTheListOverrideEarlierOnes() throws {
        var first = ListedFilm()
        first.loudness = -23
        first.fit = .blur
        var second = PresetSession()
        second.maximumTakes = 3
        let book = PresetBook(
            models: try Presets.book().models,
            presets: [
                "a": ShotPreset(name: "a", shot: ["duration": 4], film: first),
                "b": ShotPreset(name: "b", shot: ["duration": 6], session: second),
            ])
        func list(_ text: String, _ flags: [String] = []) throws -> ShotList {
            let reading = ShotListReader(book: book, flags: .init(presets: flags))
                .read(ListDocument(Data(text.utf8), fileName: "film.json"))
            return try #require(reading.list)
        }
        let both = try list(
            #"{"preset": ["a", "b"], "film": {"loudness": -14}, "shots": [{"prompt": "A"}]}"#)
        #expect(both.shots.map(\.duration) == [6])
        #expect(both.film.loudness == -14 && both.film.fit == .blur)
        #expect(both.session.maximumTakes == 3)
        let flagged = try list(
            #"{"film": {"loudness": -14}, "shots": [{"prompt": "A", "duration": 8}]}"#, ["a"])
        #expect(flagged.shots.map(\.duration) == [4])
        #expect(flagged.film.loudness == -23)
        #expect(flagged.session.maximumTakes == nil)
    }
}
