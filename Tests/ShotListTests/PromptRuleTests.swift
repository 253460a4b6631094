import DailiesShotList
import Testing

/// The rules for prompts.
struct PromptRuleTests {
    private func prompt(_ length: Int) -> String { String(repeating: "x", count: length) }

    @Test func shotNeedsAPromptOrAMultiPrompt() throws {
        #expect(try onlyProblem(#""duration": 5"#).field == "prompt")
        let both = try onlyProblem(
            #""prompt": "A", "multi_prompt": [{"prompt": "B", "duration": 5}]"#)
        #expect(both.field == "multi_prompt")
        #expect(both.message.contains("not both"))
    }

    @Test(arguments: ["\"\"", "\"  \\n\\t\"", "7", "true", "[]", "{}"])
    func promptMustBeATextThatIsNotBlank(value: String) throws {
        #expect(try onlyProblem("\"prompt\": \(value)").field == "prompt")
    }

    @Test func promptHasAMaximumLength() throws {
        let longest = try soundShot("\"prompt\": \"\(prompt(2500))\"")
        #expect(longest.summary.count == 2500)
        let problem = try onlyProblem("\"prompt\": \"\(prompt(2501))\"")
        #expect(problem.field == "prompt")
        #expect(problem.message.contains("2501 characters; at most 2500"))
    }

    @Test func negativePromptHasAMaximumLength() throws {
        let shot = try soundShot("\"prompt\": \"A\", \"negative_prompt\": \"\(prompt(2500))\"")
        #expect(shot.negativePrompt?.count == 2500)
        let problem = try onlyProblem(
            "\"prompt\": \"A\", \"negative_prompt\": \"\(prompt(2501))\"")
        #expect(problem.field == "negative_prompt")
        #expect(try onlyProblem(#""prompt": "A", "negative_prompt": 1"#).field == "negative_prompt")
    }

    @Test func durationsOfAMultiPromptAddUp() throws {
        let shot = try soundShot(
            #""multi_prompt": [{"prompt": "A", "duration": 1}, {"prompt": "B", "duration": "4"}]"#)
        #expect(shot.duration == 5)
        #expect(shot.summary == "A / B")
        let single = try soundShot(#""multi_prompt": [{"prompt": "A"}]"#)
        #expect(single.duration == 5)
    }

    @Test(arguments: ["[]", "\"A\"", "{}", "7"])
    func multiPromptMustBeAList(value: String) throws {
        #expect(try onlyProblem("\"multi_prompt\": \(value)").field == "multi_prompt")
    }

    @Test func multiPromptAllowsSixPrompts() throws {
        let element = #"{"prompt": "A", "duration": 1}"#
        let six = Array(repeating: element, count: 6).joined(separator: ", ")
        #expect(try soundShot("\"multi_prompt\": [\(six)]").duration == 6)
        let problem = try onlyProblem("\"multi_prompt\": [\(six), \(element)]")
        #expect(problem.field == "multi_prompt")
        #expect(problem.message.contains("7 elements; Kling 3.0 Pro allows 6"))
    }

    @Test(arguments: [
        (#"{"duration": 5}"#, "prompt"), (#"{"prompt": " ", "duration": 5}"#, "prompt"),
        (#"{"prompt": 1, "duration": 5}"#, "prompt"), (#""A""#, "prompt"), ("null", "prompt"),
        (#"{"prompt": "A", "duration": 0}"#, "duration"),
        (#"{"prompt": "A", "duration": -5}"#, "duration"),
        (#"{"prompt": "A", "duration": 2.5}"#, "duration"),
        (#"{"prompt": "A", "duration": "long"}"#, "duration"),
        (#"{"prompt": "A", "duration": true}"#, "duration"),
    ])
    func problemInAMultiPromptNamesTheElement(element: String, word: String) throws {
        let problem = try onlyProblem(
            #""multi_prompt": [{"prompt": "A", "duration": 5}, \#(element)]"#)
        #expect(problem.field == "multi_prompt[2]")
        #expect(problem.message.contains("\"\(word)\""))
    }

    @Test func promptInAMultiPromptHasAMaximumLength() throws {
        let shot = try soundShot("\"multi_prompt\": [{\"prompt\": \"\(prompt(512))\"}]")
        #expect(shot.duration == 5)
        let problem = try onlyProblem("\"multi_prompt\": [{\"prompt\": \"\(prompt(513))\"}]")
        #expect(problem.field == "multi_prompt[1]")
        #expect(problem.message.contains("513"))
    }
}
