import DailiesShotList
import Testing

/// Durations whose sum would overflow are reported like any other problem.
struct HugeDurationTests {
    @Test func hugeDurationsOfAMultiPromptAreProblems() throws {
        let element = #"{"prompt": "A", "duration": 9223372036854775807}"#
        let reading = try readShot("\"multi_prompt\": [\(element), \(element)]")
        #expect(reading.list == nil)
        #expect(reading.problems.map(\.field) == ["multi_prompt[1]", "multi_prompt[2]"])
    }

    @Test func elementLongerThanARunIsNamed() throws {
        let problem = try onlyProblem(#""multi_prompt": [{"prompt": "A", "duration": 16}]"#)
        #expect(problem.field == "multi_prompt[1]")
        #expect(problem.message.contains("from 1 to 15"))
    }
}
