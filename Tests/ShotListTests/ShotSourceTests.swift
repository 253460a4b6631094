import DailiesJSON
import DailiesMediaTime
import DailiesShotList
import Foundation
import Testing

/// Shots that name their own model and providers, and what a list says about its film.
struct ShotSourceTests {
    /// Two models: the second one has neither `cfg_scale` nor Runflow.
    private static func read(
        _ text: String, presets: [String] = [], providers: [String]? = nil
    ) throws -> ShotListReader.Reading {
        let models = try ["kling-v3-pro", "veo-3.1"].map {
            try ModelProfile(try Presets.json("presets/models/\($0).json"))
        }
        let book = PresetBook(
            models: Dictionary(uniqueKeysWithValues: models.map { ($0.id, $0) }),
            presets: [
                "night": ShotPreset(
                    name: "night",
                    shot: ["provider": ["fal", "eachlabs"], "aspect_ratio": "9:16"])
            ])
        let flags = ShotListReader.Flags(presets: presets, providers: providers)
        return ShotListReader(book: book, flags: flags)
            .read(ListDocument(Data(text.utf8), fileName: "film.json"))
    }

    @Test func aShotNamesItsOwnModelAndProvider() throws {
        let reading = try Self.read(
            #"""
            {"model": "kling-v3-pro", "provider": "eachlabs", "shots": [
              {"prompt": "A"}, {"prompt": "B", "model": "veo-3.1", "provider": "fal"},
              {"prompt": "C", "provider": null}]}
            """#)
        #expect(reading.problems == [])
        let shots = try #require(reading.list?.shots)
        #expect(shots.map(\.model.id) == ["kling-v3-pro", "veo-3.1", "kling-v3-pro"])
        #expect(shots.map(\.provider) == ["eachlabs", "fal", "runflow"])
        // Each shot has the defaults of its own model.
        #expect(shots.map(\.resolution) == [nil, "720p", nil])
    }

    /// What doesn't depend on the model is told with the model, and not after it is corrected.
    @Test(arguments: [#""model": "sora""#, #""model": 3"#, #""provider": "nobody""#])
    func anUnknownSourceHidesNoOtherProblem(_ source: String) throws {
        let problems = try Self.read(
            #"""
            {"shots": [{"id": "0 1", "duration": "x", "generate_audio": "no", "voice_ids": "a",
                        "promt": "A", "extras": 3, \#(source)},
                       {"id": "020", "duration": 4, \#(source)}]}
            """#
        ).problems.map(\.description)
        for expected in [
            "shot 0 1, id: it is used in file names", "shot 0 1, duration: it is",
            "shot 0 1, generate_audio: it is", "shot 0 1, voice_ids: it is",
            "shot 0 1, promt: unknown field", "shot 0 1, extras: it is",
            "shot 020, prompt: it is missing",
        ] {
            #expect(problems.count { $0.contains(expected) } == 1, "\(expected) in \(problems)")
        }
        // The field that names the source is told too, once for each shot.
        let field = source.contains("model") ? "model: " : "provider: "
        #expect(problems.count { $0.contains(field) } == 2, "\(problems)")
        #expect(problems.count == 9, "\(problems)")
    }

    @Test func severalProvidersAreInOrderOfPreference() throws {
        let text = #"{"provider": ["fal", "runflow", "fal"], "shots": [{"prompt": "A"}]}"#
        let shot = try #require(try Self.read(text).list?.shots.first)
        #expect(([shot] + shot.alternatives).map(\.provider) == ["fal", "runflow"])
        let flagged = try Self.read(text, providers: ["eachlabs"]).list?.shots.first
        #expect(flagged?.provider == "eachlabs" && flagged?.alternatives == [])
    }

    /// What is wrong on the command line isn't a problem of the file.
    @Test func mistakesOfOptionsAreTheOptions() throws {
        let text = #"""
            {"preset": "night", "provider": "fal", "shots": [{"prompt": "A", "provider": "fal"},
              {"prompt": "B"}, {"prompt": "C", "model": "veo-3.1"}]}
            """#
        let reading = try Self.read(text, presets: ["nihgt"], providers: ["runflow", "eachlab"])
        #expect(
            reading.problems.map(\.description) == [
                #"--preset: there is no preset "nihgt"; did you mean "night"?"#,
                #"--provider: there is no provider "eachlab"; did you mean "eachlabs"?"#,
                "--provider: runflow doesn't host Veo 3.1; its providers: fal, replicate",
            ])
        #expect(reading.problems.allSatisfy { $0.place == nil && $0.found == nil })
        #expect(reading.list == nil)
    }

    /// A mistyped name in the defaults isn't a problem of each shot.
    @Test func namesInTheDefaultsAreCheckedOnce() throws {
        let reading = try Self.read(
            #"""
            {"defaults": {"promt": "A", "colour": 1, "image_url": "k.png", "max_takes": 2, "x": null},
             "shots": [{}, {"colour": "red"}, {"colour": null}]}
            """#)
        #expect(
            reading.problems.map { "\($0.place?.position.column ?? 0) \($0)" } == [
                "29 list, defaults.colour: unknown field; leave it out, or write remarks in \"note\"",
                "42 list, defaults.image_url: unknown field; the start picture is \"start_image_url\"",
                "64 list, defaults.max_takes: this version doesn't support this field; leave it out",
                "15 list, defaults.promt: unknown field; did you mean \"prompt\"?",
                "17 shot 020, colour: unknown field; leave it out, or write remarks in \"note\"",
            ])
    }

    @Test func presetsAndDefaultsMayNameProvidersToo() throws {
        let preset = try Self.read(#"{"preset": "night", "shots": [{"prompt": "A"}]}"#).list
        #expect(preset?.shots.first?.provider == "fal")
        #expect(preset?.shots.first?.alternatives.map(\.provider) == ["eachlabs"])
        let list = try Self.read(
            #"{"preset": "night", "provider": "runflow", "shots": [{"prompt": "A"}]}"#
        ).list
        #expect(list?.shots.first?.provider == "runflow")
        let defaults = try Self.read(
            #"{"provider": "runflow", "defaults": {"provider": "fal"}, "shots": [{"prompt": "A"}]}"#
        ).list
        #expect(defaults?.shots.first?.provider == "fal")
    }

    /// A shot must be possible at each of its providers, before anything is bought.
    @Test func aFieldThatTheOtherProviderRefusesIsAProblem() throws {
        let reading = try Self.read(
            #"""
            {"provider": ["eachlabs", "fal"], "shots": [
              {"id": "010", "prompt": "<<<voice_1>>> sings", "voice_ids": ["v"]}]}
            """#)
        #expect(reading.list == nil)
        #expect(reading.problems.map(\.shot) == ["010"])
        #expect(reading.problems.map(\.field) == ["voice_ids"])
        #expect(reading.problems[0].message.hasPrefix("fal's text-to-video"))
    }

    @Test func aProblemOfTheListsModelIsToldOnce() throws {
        let reading = try Self.read(
            #"""
            {"model": "sora", "shots": [{"prompt": "A"}, {"prompt": "B"},
              {"id": "x", "prompt": "C", "model": "vine"}, {"prompt": "D", "model": "veo-3.1"}]}
            """#)
        #expect(
            reading.problems.map(\.description)
                == [
                    #"list, model: there is no model "sora"; known models: kling-v3-pro, veo-3.1"#,
                    #"shot x, model: there is no model "vine"; known models: kling-v3-pro, veo-3.1"#,
                    "shot 040, provider: runflow doesn't host Veo 3.1; its providers: fal, replicate",
                ])
    }

    @Test func anInheritedFieldThatTheModelLacksSaysHowToRemoveIt() throws {
        let text = #"""
            {"defaults": {"cfg_scale": 0.5}, "shots": [{"prompt": "A"},
              {"prompt": "B", "model": "veo-3.1", "provider": "fal" REST}]}
            """#
        let problems = try Self.read(text.replacing("REST", with: "")).problems
        #expect(problems.map(\.field) == ["cfg_scale"])
        #expect(
            problems[0].message.hasSuffix(
                #"(it is inherited: write "cfg_scale": null in this shot)"#))
        #expect(try Self.read(text.replacing("REST", with: #", "cfg_scale": null"#)).problems == [])
    }

    @Test(arguments: [#""provider": 3"#, #""provider": []"#, #""provider": ["fal", 3]"#])
    func aProviderThatIsNoNameIsAProblem(field: String) throws {
        let problems = try Self.read("{\(field), \"shots\": [{\"prompt\": \"A\"}]}").problems
        #expect(problems.map(\.field) == ["provider"] && problems[0].shot == nil)
    }

    // MARK: Film

    @Test func aListSaysWhatItsFilmIs() throws {
        let film = try #require(
            try Self.read(
                #"""
                {"film": {"frame_size": "1920x1080", "frame_rate": 23.976, "fit": "crop",
                          "loudness": -14, "transition": "dissolve:12",
                          "music": {"file": "a.wav", "level": -18, "loop": true}, "captions": false},
                 "shots": [{"prompt": "A"}]}
                """#
            ).list?.film)
        #expect(film.frameSize?.description == "1920x1080")
        #expect(film.frameRate?.description == "24000/1001")
        #expect(film.fit == .crop && film.loudness == -14 && film.transition?.frames == 12)
        #expect(film.captions == false)
        #expect(film.music == .init(file: "a.wav", level: -18, loops: true))
        let short = try Self.read(#"{"film": {"music": "b.mp3"}, "shots": [{"prompt": "A"}]}"#)
        #expect(short.list?.film.music == .init(file: "b.mp3", level: nil, loops: false))
    }

    @Test func everyProblemOfTheFilmIsNamed() throws {
        let problems = try Self.read(
            #"""
            {"film": {"frame_size": "big", "frame_rate": "x", "fit": "stretch", "loudness": 3,
                      "transition": "wipe", "music": {"level": 99, "loop": 1, "gain": 2}, "fitt": 1},
             "shots": [{"prompt": "A"}]}
            """#
        ).problems
        #expect(
            problems.map(\.field).compactMap(\.self).sorted() == [
                "film.fit", "film.fitt", "film.frame_rate", "film.frame_size", "film.loudness",
                "film.music", "film.music.gain", "film.music.level", "film.music.loop",
                "film.transition",
            ])
        #expect(problems.contains { $0.message == #"unknown field; did you mean "fit"?"# })
        #expect(
            try Self.read(#"{"film": [], "shots": [{"prompt": "A"}]}"#).problems.map(\.field)
                == ["film"])
    }

    @Test(arguments: [(-50.0, true), (0, true), (-50.1, false), (0.1, false)])
    func loudnessHasLimits(_ loudness: Double, _ isAllowed: Bool) throws {
        let text = #"{"film": {"loudness": \#(loudness)}, "shots": [{"prompt": "A"}]}"#
        #expect(try Self.read(text).problems.isEmpty == isAllowed)
    }

    /// Two shapes in one list need a film of a stated size.
    @Test func twoShapesNeedAFrameSize() throws {
        let shots = #""shots": [{"prompt": "A"}, {"prompt": "B", "aspect_ratio": "9:16"}]"#
        #expect(try Self.read("{\(shots)}").problems.map(\.field) == ["aspect_ratio"])
        #expect(try Self.read("{\"film\": {\"fit\": \"blur\"}, \(shots)}").problems.count == 1)
        #expect(
            try Self.read("{\"film\": {\"frame_size\": \"1280x720\"}, \(shots)}").problems == [])
    }

    @Test func modelFilesAreNamedOnce() throws {
        let text = #"""
            {"model": "a.json", "defaults": {"model": "b.json"}, "shots": [
              {"prompt": "A", "model": "a.json"}, {"prompt": "B", "model": "veo-3.1"}, {"prompt": "C"}]}
            """#
        #expect(
            ListDocument(Data(text.utf8), fileName: "film.json").modelFiles == ["a.json", "b.json"])
    }
}
