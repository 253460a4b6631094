import DailiesDigest
import DailiesJSON
import DailiesStandIn
import Foundation
import Testing

@Suite("Kling's API")
struct KlingTests {
    let standIn: TestStandIn

    init() throws { standIn = try TestStandIn.shared.get() }

    private static let text = "/text-to-video/kling-3.0"
    private static let image = "/image-to-video/kling-3.0"
    private static let older = "/v1/videos/text2video"

    private func picture(_ width: Int = 600, _ height: Int = 400) -> String {
        paintedPNG(width: width, height: height).base64EncodedString()
    }

    private func waitFor(_ path: String) throws -> JSONValue {
        let reply = try standIn.poll(path) { reply in
            let data = reply.json["data"]
            let task = data?.elements?.first ?? data
            let state = (task?["status"] ?? task?["task_status"])?.text ?? ""
            return !["submitted", "processing"].contains(state)
        }
        return try #require(reply.json["data"])
    }

    @Test("makes a clip with the protocol that has the model in the path")
    func lifecycle() throws {
        let reply = try standIn.post(
            Self.text,
            """
            {"prompt": "A lighthouse", "settings": {"duration": 3, "aspect_ratio": "1:1",
             "audio": "native", "multi_shot": false}, "options": {"external_task_id": "life-1"}}
            """, headers: ["Authorization": "Bearer sk-key"])
        #expect(reply.status == 200)
        #expect(reply.json["code"] == 0)
        #expect(reply.json["request_id"]?.text != nil)
        let created = try #require(reply.json["data"])
        let id = try #require(created["id"]?.text)
        #expect(created["status"] == "submitted")
        #expect(created["external_id"] == "life-1")
        #expect(try #require(created["create_time"]?.integer) > 1_700_000_000_000)
        let done = try #require(try waitFor("/tasks?task_ids=\(id)").elements?.first)
        #expect(done["status"] == "succeeded")
        #expect(done["billing"]?.elements?.first?["charge_type"] == "unit")
        // 3 s of 720p with sound: 3 × 0.126 / 0.14 units.
        #expect(done["billing"]?.elements?.first?["amount"] == "2.7")
        let output = try #require(done["outputs"]?.elements?.first)
        #expect(output["type"] == "video")
        #expect(output["duration"] == "3")
        #expect(
            try standIn.get(try #require(output["url"]?.text)).headers["content-type"]
                == "video/mp4")
        let found = try standIn.get("/tasks?external_task_ids=life-1,nobody")
        #expect(found.json["data"]?.elements?.compactMap { $0["id"]?.text } == [id])
        let listed = try standIn.post("/tasks", #"{"limit": 500}"#)
        let ids = listed.json["data"]?["result"]?.elements?.compactMap { $0["id"]?.text } ?? []
        #expect(ids.contains(id))
    }

    @Test("makes a clip with v1")
    func lifecycleOfV1() throws {
        let reply = try standIn.post(
            Self.older,
            """
            {"model_name": "kling-v3", "prompt": "A lighthouse", "duration": "3", "sound": "on",
             "negative_prompt": "", "external_task_id": "life-2", "callback_url": ""}
            """)
        #expect(reply.status == 200)
        let created = try #require(reply.json["data"])
        let id = try #require(created["task_id"]?.text)
        #expect(created["task_status"] == "submitted")
        #expect(created["task_info"]?["external_task_id"] == "life-2")
        let done = try waitFor("\(Self.older)/\(id)")
        #expect(done["task_status"] == "succeed")
        #expect(done["final_unit_deduction"] == "2.7")
        #expect(done["task_result"]?["videos"]?.elements?.first?["url"]?.text != nil)
        // By the client's id, and not below another path.
        #expect(try standIn.get("\(Self.older)/life-2").json["data"]?["task_id"] == .string(id))
        let other = try standIn.get("/v1/videos/image2video/\(id)")
        #expect(other.status == 400 && other.json["code"] == 1201)
        let page = try standIn.get("\(Self.older)?pageNum=1&pageSize=500").json["data"]?.elements
        #expect(page?.contains { $0["task_id"] == .string(id) } == true)
        #expect(try standIn.get("\(Self.older)?pageNum=0").json["code"] == 1201)
        // The newer protocol knows the tasks of the older one.
        let unified = try standIn.get("/tasks?task_ids=\(id)").json["data"]?.elements?.first
        #expect(unified?["status"] == "succeeded")
    }

    @Test("refuses an id that was used before, in either protocol")
    func references() throws {
        let standIn = try TestStandIn()
        let own = #", "options": {"external_task_id": "used"}}"#
        #expect(try standIn.post(Self.text, #"{"prompt": "a""# + own).status == 200)
        let before = try standIn.stats().byProvider["kling"]
        for (path, body) in [
            (Self.text, #"{"prompt": "b""# + own),
            (Self.older, #"{"prompt": "b", "external_task_id": "used"}"#),
        ] {
            let reply = try standIn.post(path, body)
            #expect(reply.status == 400)
            #expect(reply.json["code"] == 1201)
            #expect(reply.json["message"]?.text?.contains("already exists") == true)
            #expect(reply.json["data"] == nil)
        }
        // Nothing was made; an invalid request doesn't use its id up.
        #expect(try standIn.stats().byProvider["kling"] == before)
        let invalid = #", "settings": {"duration": 2}, "options": {"external_task_id": "fresh"}}"#
        #expect(try standIn.post(Self.text, #"{"prompt": "a""# + invalid).status == 400)
        let valid = #", "options": {"external_task_id": "fresh"}}"#
        #expect(try standIn.post(Self.text, #"{"prompt": "a""# + valid).status == 200)
    }

    @Test(
        "refuses what the pages don't have",
        arguments: [
            ("{}", "prompt must be given"), (#"{"prompt": ""}"#, "prompt must not be empty"),
            (#"{"prompt": "a", "duration": 5}"#, "duration Extra"),
            (#"{"prompt": "a", "negative_prompt": "b"}"#, "negative_prompt Extra"),
            (#"{"prompt": "a", "settings": {"seed": 5}}"#, "settings.seed Extra"),
            (#"{"prompt": "a", "settings": {"duration": "5"}}"#, "settings.duration value"),
            (#"{"prompt": "a", "settings": {"duration": 16}}"#, "settings.duration value"),
            (#"{"prompt": "a", "settings": {"resolution": "480p"}}"#, "settings.resolution must"),
            (#"{"prompt": "a", "settings": {"audio": true}}"#, "settings.audio must"),
            (#"{"prompt": "a", "settings": {"audio": "on"}}"#, "settings.audio must"),
            (#"{"prompt": "a", "settings": {"multi_shot": "no"}}"#, "settings.multi_shot must"),
            (#"{"prompt": "a", "settings": []}"#, "settings must be an object"),
            (#"{"prompt": "a", "options": {"webhook": "x"}}"#, "options.webhook Extra"),
            (#"{"prompt": "a", "options": {"external_task_id": 7}}"#, "external_task_id must"),
            (
                #"{"prompt": "a", "options": {"watermark_info": {"enabled": "no"}}}"#,
                "options.watermark_info.enabled must"
            ),
            (
                #"{"prompt": "shot 1, 2, a; shot 2, 2, b;", "settings": {"duration": 5}}"#,
                "must add up"
            ),
            (
                #"{"prompt": "shot 1, 2, a; shot 3, 3, b;", "settings": {"duration": 5}}"#,
                "numbered from 1"
            ),
        ])
    func refusals(_ body: String, _ message: String) throws {
        let reply = try standIn.post(Self.text, body)
        #expect(reply.status == 400)
        #expect(reply.json["code"] == 1201)
        #expect(reply.json["message"]?.text?.contains(message) == true, "\(reply.text)")
    }

    @Test(
        "refuses what the pages of v1 don't have",
        arguments: [
            (#"{"model_name": "kling-v9", "prompt": "a"}"#, "model_name must"),
            (#"{"model_name": "kling-v3", "prompt": "a", "duration": 5}"#, "duration must"),
            (#"{"model_name": "kling-v2-6", "prompt": "a", "duration": "3"}"#, "duration must"),
            (#"{"model_name": "kling-v3", "prompt": "a", "sound": true}"#, "sound must"),
            (#"{"model_name": "kling-v2-5-turbo", "prompt": "a", "sound": "on"}"#, "sound is"),
            (#"{"model_name": "kling-v2-6", "prompt": "a", "cfg_scale": 0.5}"#, "cfg_scale is"),
            (#"{"model_name": "kling-v3", "prompt": "a", "mode": "8k"}"#, "mode must"),
            (#"{"model_name": "kling-v3", "prompt": "a", "settings": {}}"#, "settings Extra"),
            (#"{"model_name": "kling-v3", "prompt": "a", "image": "x"}"#, "image Extra"),
            (#"{"model_name": "kling-v3", "multi_shot": true, "prompt": "a"}"#, "shot_type is"),
            (
                #"{"model_name": "kling-v3", "multi_shot": true, "shot_type": "customize"}"#,
                "multi_prompt must not be empty"
            ),
            (
                """
                {"model_name": "kling-v3", "multi_shot": true, "shot_type": "customize",
                 "multi_prompt": [{"index": 1, "prompt": "a", "duration": "2"}]}
                """, "must add up"
            ),
            (
                """
                {"model_name": "kling-v3", "multi_shot": true, "shot_type": "customize",
                 "multi_prompt": [{"prompt": "a", "duration": "5"}]}
                """, "index must be 1"
            ),
        ])
    func refusalsOfV1(_ body: String, _ message: String) throws {
        let reply = try standIn.post(Self.older, body)
        #expect(reply.status == 400)
        #expect(reply.json["code"] == 1201)
        #expect(reply.json["message"]?.text?.contains(message) == true, "\(reply.text)")
    }

    @Test("takes pictures as an address or as base64 without a prefix")
    func pictures() throws {
        func contents(_ entries: String, _ rest: String = "") -> String {
            "{\"contents\": [{\"type\": \"prompt\", \"text\": \"a\"}\(entries)]\(rest)}"
        }
        func frame(_ kind: String, _ url: String) -> String {
            ", {\"type\": \"\(kind)_frame\", \"url\": \"\(url)\"}"
        }
        let cases: [(String, Int, String)] = [
            (contents(frame("first", picture())), 200, ""),
            (contents(frame("first", "https://a.example/a.png")), 200, ""),
            (contents(frame("first", picture()) + frame("last", picture())), 200, ""),
            (contents(""), 400, "must have a first frame"),
            (contents(frame("last", picture())), 400, "needs a first frame"),
            (contents(frame("first", "data:image/png;base64," + picture())), 400, "prefix"),
            (contents(frame("first", "http://a.example/a.png")), 400, "prefix"),
            (contents(frame("first", picture(600, 200))), 400, "at least 300"),
            (contents(frame("first", picture(900, 300))), 400, "as wide as high"),
            (contents(frame("middle", picture())), 400, "type must be one of"),
            (
                contents(frame("first", picture()), #", "settings": {"aspect_ratio": "1:1"}"#), 400,
                "settings.aspect_ratio Extra"
            ),
            (#"{"prompt": "a"}"#, 400, "contents must be given"),
        ]
        for (body, status, message) in cases {
            let reply = try standIn.post(Self.image, body)
            #expect(reply.status == status, "\(message): \(reply.text)")
            if status != 200 {
                #expect(reply.json["message"]?.text?.contains(message) == true, "\(reply.text)")
            }
        }
        let both = frame("first", picture()) + frame("last", picture())
        for (path, rest, status) in [
            ("/image-to-video/kling-2.5-turbo", "", 400),
            (
                "/image-to-video/kling-2.5-turbo",
                #", "settings": {"resolution": "1080p"}"#, 200
            ),
            ("/image-to-video/kling-3.0-turbo", "", 400),
            ("/omni-video/kling-3.0-omni", "", 200),
        ] {
            #expect(try standIn.post(path, contents(both, rest)).status == status, "\(path)")
        }
        #expect(try standIn.post("/omni-video/kling-3.0-omni", contents("")).status == 400)
        let ratio = #", "settings": {"aspect_ratio": "1:1"}"#
        #expect(try standIn.post("/omni-video/kling-3.0-omni", contents("", ratio)).status == 200)
        let v1 = "/v1/videos/image2video"
        let image = "{\"model_name\": \"kling-v3\", \"prompt\": \"a\", \"image\": \"\(picture())\""
        #expect(try standIn.post(v1, image + "}").status == 200)
        #expect(
            try standIn.post(
                v1,
                image
                    + #", "multi_shot": true, "shot_type": "customize", "multi_prompt": "#
                    + #"[{"index": 1, "prompt": "a", "duration": "5"}]}"#
            ).status == 400)
        #expect(try standIn.post(v1, #"{"model_name": "kling-v3", "prompt": "a"}"#).status == 400)
    }

    @Test("answers unknown paths, models and methods with Kling's codes")
    func paths() throws {
        for (method, path, status, code) in [
            ("POST", "/text-to-video/kling-9", 404, 1203),
            ("POST", "/text-to-video/kling-3.0-omni", 404, 1203),
            ("POST", "/v1/videos/lip-sync", 404, 1203), ("GET", Self.text, 404, 1202),
            ("PUT", "/tasks", 404, 1202), ("POST", "\(Self.older)/7", 404, 1202),
            ("GET", "/tasks", 400, 1201),
            ("GET", "/tasks?task_ids=1&external_task_ids=2", 400, 1201),
            ("GET", "\(Self.older)/nobody", 400, 1201),
        ] {
            let reply = try request(
                standIn.port, method, path, body: Data("{\"prompt\":\"a\"}".utf8))
            #expect(reply.status == status, "\(method) \(path)")
            #expect(reply.json["code"] == .integer(code), "\(method) \(path)")
        }
        #expect(try standIn.get("/tasks?task_ids=nobody").json["data"] == [])
        let many = (1...21).map(String.init).joined(separator: ",")
        #expect(try standIn.get("/tasks?task_ids=\(many)").status == 400)
        #expect(try standIn.post(Self.text, "nope").json["code"] == 1200)
    }

    /// A token made by this test's own code.
    private static func token(
        expires: Double = 1800, starts: Double = -5, algorithm: String = "HS256"
    ) -> String {
        let now = Date().timeIntervalSince1970
        func part(_ text: String) -> String {
            Data(text.utf8).base64EncodedString().replacing("+", with: "-")
                .replacing("/", with: "_").replacing("=", with: "")
        }
        let head = part("{\"alg\":\"\(algorithm)\",\"typ\":\"JWT\"}")
        let body = part(
            "{\"iss\":\"ak\",\"exp\":\(Int(now + expires)),\"nbf\":\(Int(now + starts))}")
        let code = HMACSHA256(key: Data("sk".utf8), data: Data("\(head).\(body)".utf8))
        let signature = Data(code.bytes).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
        return "\(head).\(body).\(signature)"
    }

    @Test("checks tokens at v1, and refuses them at the newer protocol")
    func credentials() throws {
        let body = #"{"prompt": "a"}"#
        for (path, field, code) in [
            (Self.text, "Bearer sk-key", 0), (Self.older, "Bearer sk-key", 0),
            (Self.text, "Key sk-key", 1002), (Self.text, "Bearer ", 1001),
            (Self.text, "Bearer \(Self.token())", 1002),
            (Self.older, "Bearer \(Self.token())", 0),
            (Self.older, "Bearer \(Self.token(expires: -10))", 1004),
            (Self.older, "Bearer \(Self.token(starts: 300))", 1003),
            (Self.older, "Bearer \(Self.token(expires: 7200))", 1002),
            (Self.older, "Bearer \(Self.token(algorithm: "none"))", 1002),
            (Self.older, "Bearer \(Self.token())x", 1002), (Self.older, "Bearer a.b.c", 1002),
        ] {
            let reply = try standIn.post(path, body, headers: ["Authorization": field])
            #expect(reply.json["code"] == .integer(code), "\(path) \(field)")
            #expect(reply.status == (code == 0 ? 200 : 401))
        }
    }

    @Test(
        "mixes final and passing codes in HTTP 429",
        arguments: [
            (#""fault": "429""#, 429, 1302), (#""fault": "429", "type": 1303"#, 429, 1303),
            (#""fault": "429", "type": 1102"#, 429, 1102), (#""fault": "402""#, 429, 1101),
            (#""fault": "403""#, 403, 1103), (#""fault": "401""#, 401, 1002),
            (#""fault": "422""#, 400, 1201), (#""fault": "422", "shape": "policy""#, 400, 1301),
            (#""fault": "503""#, 503, 5001), (#""fault": "500""#, 500, 5000),
        ])
    func injectedErrors(_ fault: String, _ status: Int, _ code: Int) throws {
        let faulty = try TestStandIn(faults: "[{\"on\": \"submit\", \(fault)}]")
        for (path, body) in [
            (Self.text, #"{"prompt": "a"}"#), (Self.older, #"{"prompt": "a"}"#),
        ] {
            let reply = try faulty.post(path, body)
            #expect(reply.status == status)
            #expect(reply.json["code"] == .integer(code))
        }
        #expect(try faulty.stats().byProvider["kling"] == 0)
    }
}
