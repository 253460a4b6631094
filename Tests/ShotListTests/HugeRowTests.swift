import DailiesShotList
import Testing

/// Durations that no sum can hold are mistakes like any other.
struct HugeRowTests {
    @Test func aRowOfHugeDurationsIsAProblem() throws {
        let element = #"{"prompt": "A", "duration": 9223372036854775807}"#
        let reading = try readShot("\"multi_prompt\": [\(element), \(element)]")
        #expect(reading.list == nil)
        #expect(reading.problems.map(\.field) == ["multi_prompt[1]", "multi_prompt[2]"])
    }

    @Test func anElementThatNoRunHoldsIsNamed() throws {
        let problem = try onlyProblem(#""multi_prompt": [{"prompt": "A", "duration": 16}]"#)
        #expect(problem.field == "multi_prompt[1]")
        #expect(problem.message.contains("from 1 to 15"))
    }
}
