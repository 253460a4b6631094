import DailiesShotList
import Testing

/// Allowed durations, and how seconds may be written.
struct DurationRuleTests {
    @Test(arguments: [("3", 3), ("5", 5), ("\"7\"", 7), ("15", 15), ("16", 16), ("390", 390)])
    func wholeSecondsFromThreeOnAreAccepted(value: String, seconds: Int) throws {
        #expect(try soundShot("\"prompt\": \"A\", \"duration\": \(value)").duration == seconds)
    }

    @Test func zeroFractionIsAccepted() throws {
        #expect(try soundShot(#""prompt": "A", "duration": 8.0"#).duration == 8)
    }

    @Test func durationDefaultsToTheModels() throws {
        #expect(try soundShot(#""prompt": "A""#).duration == 5)
        #expect(try soundShot(#""prompt": "A", "duration": null"#).duration == 5)
    }

    @Test(arguments: [
        "2", "0", "-5", "391", "9223372036854775807", "-9223372036854775808", "1e300",
        "18446744073709551616", "5.5", "\"5s\"", "\"5.0\"", "\"\"", "true", "[5]", "{}",
    ])
    func otherDurationIsAProblem(value: String) throws {
        #expect(try onlyProblem("\"prompt\": \"A\", \"duration\": \(value)").field == "duration")
    }

    @Test func multiPromptMustFitOneRun() throws {
        let short = try onlyProblem(#""multi_prompt": [{"prompt": "A", "duration": 2}]"#)
        #expect(short.field == "multi_prompt")
        #expect(short.message.contains("adds up to 2 s; one run lasts 3 to 15 s"))
        let long = try onlyProblem(
            #"""
            "multi_prompt": [{"prompt": "A", "duration": 8}, {"prompt": "B", "duration": 8}]
            """#)
        #expect(long.field == "multi_prompt")
        #expect(long.message.contains("adds up to 16 s; one run lasts 3 to 15 s: split it"))
    }

    @Test func durationMustEqualTheSumOfAMultiPrompt() throws {
        let multiPrompt =
            #""multi_prompt": [{"prompt": "A", "duration": 3}, {"prompt": "B", "duration": 3}]"#
        #expect(try soundShot("\(multiPrompt), \"duration\": 6").duration == 6)
        let problem = try onlyProblem("\(multiPrompt), \"duration\": 7")
        #expect(problem.field == "duration")
        #expect(problem.message.contains("it is 7, but multi_prompt adds up to 6"))
    }
}
