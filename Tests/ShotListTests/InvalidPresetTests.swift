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
        let problem =
            "list, preset: \"noir\" can't be used: looks/noir.json: the file isn't JSON: it ends"
        #expect(try problems(#"{"preset": "noir", "shots": [{"prompt": "A"}]}"#) == [problem])
        #expect(try problems(#"{"shots": [{"prompt": "A"}]}"#, presets: ["noir"]) == [problem])
    }

    @Test func unknownModelListsTheKnownOnesAndThoseWithErrors() throws {
        #expect(
            try problems(#"{"model": "veo", "shots": [{"prompt": "A"}]}"#) == [
                #"list, model: "veo" is unknown; known models: kling-v3-pro; with errors: sora"#
            ])
    }

    @Test func presetReportsEveryProblemAtOnce() throws {
        let invalid = #expect(throws: InvalidPreset.self) {
            try ShotPreset(["schema": "dailies.preset/1", "shot": ["aspect_ratio"]])
        }
        #expect(
            invalid?.problems.map(\.description) == [
                "name: it is missing; write a text in quotes",
                "shot: it is a list; write an object",
            ])
    }
}
