import DailiesShotList
import Testing

/// Every problem of a list is reported at once, each with its place.
struct ManyMistakesTests {
    @Test func sixProblemsGiveSixMessages() throws {
        let reading = try read(
            """
            {
              "tittle": "storm",
              "shots": [
                { "id": "010", "prompt": "A storm", "duration": 2 },
                { "id": "020", "promt": "A boat", "prompt": "A boat" },
                { "id": "030" },
                { "id": "040", "prompt": "A wave", "cfg_scale": 3 },
                { "id": "050", "prompt": "A gull", "aspect_ratio": "4:3" }
              ]
            }
            """)
        #expect(reading.list == nil)
        #expect(
            reading.problems.map(\.description) == [
                #"list, tittle: unknown field; did you mean "title"?"#,
                "shot 010, duration: 2 s is too short; Kling 3.0 Pro allows 3 s or more",
                #"shot 020, promt: unknown field; did you mean "prompt"?"#,
                #"shot 030, prompt: it is missing; write a prompt (or use "multi_prompt")"#,
                "shot 040, cfg_scale: it is 3; write a number from 0.0 to 1.0",
                #"shot 050, aspect_ratio: "4:3" isn't allowed; choose 16:9, 1:1, 9:16"#,
            ])
    }

    @Test func sixProblemsInOneShotGiveSixMessages() throws {
        let reading = try readShot(
            """
            "id": "a/b", "prompt": " ", "duration": 391, "generate_audio": "yes",
            "voice_ids": "x", "elements": {}
            """, provider: "runflow-sync")
        #expect(reading.problems.count == 6)
        #expect(reading.problems.allSatisfy { $0.shot == "a/b" })
        #expect(
            Set(reading.problems.compactMap(\.field)) == [
                "id", "prompt", "duration", "generate_audio", "voice_ids", "elements",
            ])
    }

    @Test func listWithAProblemGivesNoShots() throws {
        let reading = try read(
            #"{"shots": [{"prompt": "A storm"}, {"prompt": "A boat", "duration": 1}]}"#)
        #expect(reading.problems.map(\.shot) == ["020"])
        #expect(reading.list == nil)
    }
}
