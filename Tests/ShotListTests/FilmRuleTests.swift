import DailiesShotList
import Testing

/// The rules for the film as a whole.
struct FilmRuleTests {
    @Test func allShotsNeedTheSameAspectRatio() throws {
        let reading = try read(
            #"""
            {"shots": [{"id": "010", "prompt": "A"},
                       {"id": "020", "prompt": "B", "aspect_ratio": "9:16"},
                       {"id": "030", "prompt": "C", "aspect_ratio": "16:9"},
                       {"id": "040", "prompt": "D", "aspect_ratio": "1:1"}]}
            """#)
        #expect(reading.list == nil)
        #expect(reading.problems.map(\.shot) == ["020", "040"])
        #expect(Set(reading.problems.map(\.field)) == ["aspect_ratio"])
        #expect(
            reading.problems[0].message.contains("9:16 differs from the 16:9 of shot 010"))
    }

    @Test(arguments: [
        "", ".", "..", ".hidden", "-rf", "a/b", "/etc/passwd", "two\\nlines", "nul\\u0000",
        "del\\u007f", String(repeating: "x", count: 101), String(repeating: "é", count: 51),
    ])
    func titleMustBeAValidFileName(title: String) throws {
        let reading = try read("{\"title\": \"\(title)\", \"shots\": [{\"prompt\": \"A\"}]}")
        #expect(reading.list == nil)
        #expect(reading.problems.map(\.field) == ["title"])
    }

    @Test(arguments: [
        "storm", "Act 2: the storm", "Élan", "a.b", String(repeating: "x", count: 100),
    ])
    func otherTitleIsAccepted(title: String) throws {
        let reading = try read("{\"title\": \"\(title)\", \"shots\": [{\"prompt\": \"A\"}]}")
        #expect(reading.list?.title == title)
    }

    @Test func titleDefaultsToTheFileName() throws {
        let shots = #"{"shots": [{"prompt": "A"}]}"#
        #expect(try read(shots, as: "tonight.json").list?.title == "tonight")
        #expect(try read(shots, as: "act.2.JSON").list?.title == "act.2")
    }

    @Test func listNeedsAtLeastOneShot() throws {
        #expect(try read(#"{"shots": []}"#).problems.map(\.field) == ["shots"])
        #expect(try read("{}").problems.map(\.message) == ["it is missing; write a list of shots"])
        #expect(try read("# nothing\n\n", as: "a.txt").problems.map(\.field) == ["shots"])
    }

    @Test func unknownModelListsTheKnownOnes() throws {
        let reading = try read(#"{"model": "sora", "shots": [{"prompt": "A"}]}"#)
        #expect(
            reading.problems.map(\.description) == [
                #"list, model: there is no model "sora"; known models: kling-v3-pro"#
            ])
    }

    @Test func unknownPresetListsTheKnownOnes() throws {
        let reading = try read(
            #"{"preset": ["square", "cinema"], "shots": [{"prompt": "A"}]}"#)
        #expect(
            reading.problems.map(\.description) == [
                #"list, preset: there is no preset "cinema"; "#
                    + "known presets: silent-widescreen, square, vertical, widescreen"
            ])
    }

    @Test(arguments: [
        ("title", "1"), ("provider", "[]"), ("model", "true"), ("defaults", "[]"),
        ("preset", "[1]"), ("preset", "{}"), ("shots", "{}"), ("shots", "null"),
    ])
    func listFieldOfTheWrongTypeIsNamed(field: String, value: String) throws {
        let shots = field == "shots" ? "" : #", "shots": [{"prompt": "A"}]"#
        let reading = try read("{\"\(field)\": \(value)\(shots)}")
        #expect(reading.problems.map(\.field) == [field])
        #expect(reading.list == nil)
    }

    @Test func entryThatIsNotAnObjectIsNamedByItsNumber() throws {
        let reading = try read(#"{"shots": [{"prompt": "A"}, "B", null, 4]}"#)
        #expect(reading.problems.map(\.shot) == ["2", "3", "4"])
    }
}
