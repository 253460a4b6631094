import DailiesJSON
import DailiesShotList
import Testing

/// Each problem names its line and column, what was found there and what is expected.
struct ProblemPlaceTests {
    private func lines(_ reading: ShotListReader.Reading) -> [String] {
        reading.problems.map { problem in
            let place = problem.place.map { "\($0.position.line):\($0.position.column)" } ?? "-"
            return "\(place) \(problem.field ?? "-") \(problem.found ?? "-") \(problem.correction)"
        }
    }

    @Test func problemsOfAListAreAtTheirFields() throws {
        let reading = try read(
            """
            {
              "title": 7,
              "film": { "loudnes": -14, "fit": "stretch" },
              "defaults": { "cfg_scale": 9 },
              "shots": [
                { "id": "010", "prompt": "A", "duration": 2 },
                { "multi_prompt": [{ "prompt": "A" }, { "prompt": "B", "duratio": 3 }] },
                {
                  "prompt": "C", "generate_audio": "yes" },
                7,
                { "id": "010", "prompt": "D", "cfg_scale": null },
                { "cfg_scale": null }
              ],
            }
            """)
        #expect(
            lines(reading) == [
                "13:4 - - remove it", "2:3 title 7 write a text in quotes",
                "3:13 film.loudnes -14 did you mean \"loudness\"?",
                "3:29 film.fit \"stretch\" write \"pad\", \"blur\", \"crop\"",
                "10:5 - - write an object: {\"prompt\": …}",
                "6:35 duration 2 Kling 3.0 Pro allows 3 s or more",
                "4:17 cfg_scale 9 write a number from 0.0 to 1.0",
                "7:60 multi_prompt[2].duratio 3 did you mean \"duration\"?",
                "4:17 cfg_scale 9 write a number from 0.0 to 1.0",
                "9:22 generate_audio \"yes\" write true or false, without quotes",
                "4:17 cfg_scale 9 write a number from 0.0 to 1.0",
                "12:5 prompt - write a prompt (or use \"multi_prompt\")",
                "11:7 id \"010\" ids must differ",
            ])
    }

    @Test func misspelledNamesAreGuessed() throws {
        func message(_ members: String) throws -> [String] {
            try read("{\(members), \"shots\": [{\"prompt\": \"A\", \"duration\": 2}]}").problems.map
            {
                "\($0.field ?? ""): \($0.message)"
            }
        }
        let tooShort = "duration: 2 s is too short; Kling 3.0 Pro allows 3 s or more"
        // The rest of the list is read with what was meant.
        #expect(
            try message(#""model": "kling-v3-por""#) == [
                "model: there is no model \"kling-v3-por\"; did you mean \"kling-v3-pro\"?",
                tooShort,
            ])
        #expect(
            try message(#""provider": ["runflo", "fal"]"#) == [
                "provider: there is no provider \"runflo\"; did you mean \"runflow\"?", tooShort,
            ])
        #expect(
            try message(#""preset": ["vertcal"]"#) == [
                "preset: there is no preset \"vertcal\"; did you mean \"vertical\"?", tooShort,
            ])
        #expect(
            try message(#""provider": "sora.com""#) == [
                "provider: sora.com doesn't host Kling 3.0 Pro; its providers: eachlabs, fal, "
                    + "fal-sync, kling, kling-v1, replicate, runflow, runflow-sync", tooShort,
            ])
    }

    @Test func remarksAreNoFields() throws {
        let reading = try read(
            """
            {"$schema": "list.schema.json", "//": "a", "//": "b", "$comment": 1,
             "film": {"// fit": 1, "music": null},
             "shots": [{"//": "x", "prompt": "A", "metadata": {"//": "kept"}}]}
            """)
        #expect(reading.problems == [])
        #expect(reading.list?.shots.first?.metadata == ["//": "kept"])
    }
}
