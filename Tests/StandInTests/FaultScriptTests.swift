import DailiesStandIn
import Foundation
import Testing

@Suite("A fault script")
struct FaultScriptTests {
    private func read(_ faults: String, schema: String = "dailies.faults/1") throws -> FaultScript {
        try FaultScript(
            parsing: Data("{\"schema\": \"\(schema)\", \"faults\": \(faults)}".utf8))
    }

    @Test("is parsed with all parameters")
    func reads() throws {
        let script = try read(
            """
            [{"on": "file", "provider": "fal", "fault": "429", "times": 2, "after": 1,
              "retry-after": 5}, {"fault": "black"}, {"on": "any", "fault": "502",
              "gateway": true}]
            """)
        #expect(script.rules.map(\.fault.name) == [.tooManyRequests, .black, .badGateway])
        #expect(script.rules[0].fault.parameters == ["retry-after": "5"])
        #expect(script.rules[2].fault.parameters == ["gateway": "true"])
    }

    @Test(
        "is refused if a name in it is unknown",
        arguments: [
            (#"[{"fault": "explode"}]"#, "no fault \"explode\""),
            (#"[{"on": "moon", "fault": "404"}]"#, "\"on\" must be one of"),
            (#"[{"on": "callback", "fault": "404"}]"#, "can't apply to \"callback\""),
            (#"[{"fault": "black", "shade": "dark"}]"#, "no parameter \"shade\""),
            (#"[{"fault": "black", "provider": "acme"}]"#, "no provider \"acme\""),
            (#"[{"fault": "slow", "rate": 0}]"#, "rate takes a whole number from 1"),
            (#"[{"fault": "stall", "bytes": 1.5}]"#, "bytes takes a whole number"),
            (#"[{"fault": "redirect", "status": 99}]"#, "status takes a whole number from 200"),
            (#"[{"fault": "delay", "seconds": -1}]"#, "seconds takes a number from 0"),
            (#"[{"on": "file"}]"#, "\"fault\" must name one"),
            ("5", "must read"),
        ])
    func refuses(_ faults: String, _ words: String) throws {
        let error = #expect(throws: FaultSyntaxError.self) { _ = try read(faults) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test("must be JSON of the right schema")
    func schema() {
        #expect(throws: FaultSyntaxError.self) { _ = try read("[]", schema: "dailies.faults/9") }
        #expect(throws: FaultSyntaxError.self) { _ = try FaultScript(parsing: Data("x".utf8)) }
    }

    @Test(
        "names the place of what can't be read",
        arguments: [
            ("{\n  \"faults\": [],\n}", "line 2, column 15: a comma before \"}\"; remove it"),
            (
                "{\"faults\": [],\n \"faults\": []}",
                "line 2, column 2: \"faults\": it is there twice"
            ),
        ])
    func places(_ text: String, _ words: String) {
        let error = #expect(throws: FaultSyntaxError.self) {
            _ = try FaultScript(parsing: Data(text.utf8))
        }
        #expect(
            error?.description.hasPrefix("the faults can't be read: \(words)") == true,
            "\(String(describing: error))")
    }

    @Test("can contain any fault, each with a summary and points")
    func table() {
        for name in FaultName.allCases {
            #expect(!name.summary.isEmpty && !name.points.isEmpty)
        }
    }
}
