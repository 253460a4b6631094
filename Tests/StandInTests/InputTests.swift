import DailiesStandIn
import Foundation
import Testing

@Suite("Input")
struct InputTests {
    let port: UInt16

    init() throws { port = try SharedClips.shared().server.port }

    /// The fields that the error response to an input names.
    private func complaints(_ input: String, rest: String = "") throws -> [String] {
        let reply = try request(
            port, "POST", createPath, body: Data("{\"input\": \(input)\(rest)}".utf8))
        #expect(reply.status == 422)
        let body: ErrorBody = try reply.decoded()
        #expect(body.code == "VALIDATION_ERROR")
        return body.errors.map(\.field).sorted()
    }

    @Test("is refused with all problems at once")
    func everything() throws {
        let fields = try complaints(
            """
            {"prompt": "a", "multi_prompt": [{"prompt": "b"}], "duration": 5,
             "aspect_ratio": "4:3", "generate_audio": "yes", "cfg_scale": 1.5,
             "negative_prompt": "\(String(repeating: "x", count: 2501))", "shot_type": "auto"}
            """, rest: ", \"client_ref\": 7, \"metadata\": [1]")
        #expect(
            fields == [
                "client_ref", "input.aspect_ratio", "input.cfg_scale", "input.duration",
                "input.generate_audio", "input.negative_prompt", "input.prompt",
                "input.shot_type", "metadata",
            ])
    }

    @Test(
        "is refused with the field that is invalid",
        arguments: [
            ("{}", "input.prompt"),
            ("null", "input"),
            (#"{"prompt": ""}"#, "input.prompt"),
            (#"{"prompt": 5}"#, "input.prompt"),
            (#"{"prompt": "a", "duration": 5}"#, "input.duration"),
            (#"{"prompt": "a", "duration": "2"}"#, "input.duration"),
            (#"{"prompt": "a", "duration": "16"}"#, "input.duration"),
            (#"{"prompt": "a", "duration": "5s"}"#, "input.duration"),
            (#"{"prompt": "a", "duration": "05"}"#, "input.duration"),
            (#"{"prompt": "a", "generate_audio": 1}"#, "input.generate_audio"),
            (#"{"prompt": "a", "cfg_scale": true}"#, "input.cfg_scale"),
            (#"{"prompt": "a", "voice_ids": ["1", "2", "3"]}"#, "input.voice_ids"),
            (#"{"multi_prompt": []}"#, "input.multi_prompt"),
            (#"{"multi_prompt": [{"duration": "5"}]}"#, "input.multi_prompt.0.prompt"),
            (
                #"{"multi_prompt": [{"prompt": "a", "duration": 5}]}"#,
                "input.multi_prompt.0.duration"
            ),
            (
                #"{"multi_prompt": [{"prompt": "a", "duration": "4"}], "duration": "5"}"#,
                "input.duration"
            ),
            (
                #"{"multi_prompt": [{"prompt": "a", "duration": "15"}, {"prompt": "b"}]}"#,
                "input.multi_prompt"
            ),
        ])
    func field(_ input: String, _ field: String) throws {
        #expect(try complaints(input) == [field])
    }

    @Test("is refused if it is longer than the schema allows")
    func lengths() throws {
        let long = String(repeating: "ä", count: 2501)
        #expect(try complaints("{\"prompt\": \"\(long)\"}") == ["input.prompt"])
        let scenes = Array(repeating: "{\"prompt\": \"a\", \"duration\": \"1\"}", count: 7)
        #expect(
            try complaints("{\"multi_prompt\": [\(scenes.joined(separator: ","))]}")
                == ["input.multi_prompt"])
        let scene = String(repeating: "a", count: 513)
        #expect(
            try complaints("{\"multi_prompt\": [{\"prompt\": \"\(scene)\"}]}")
                == ["input.multi_prompt.0.prompt"])
    }

    @Test("that is refused doesn't count as a submission")
    func notCounted() throws {
        let standIn = try TestStandIn()
        let reply = try request(
            standIn.port, "POST", createPath, body: Data("{\"input\": {}}".utf8))
        #expect(reply.status == 422)
        let stats: Stats = try request(standIn.port, "GET", "/_stand-in/stats").decoded()
        #expect(stats.submissions == 0)
    }
}
