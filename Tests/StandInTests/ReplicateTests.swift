import DailiesJSON
import DailiesMedia
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Testing

@Suite("Replicate's API")
struct ReplicateTests {
    private static let model = "/v1/models/kwaivgi/kling-v3-video/predictions"
    private static let input = """
        {"prompt": "A lighthouse", "duration": 3, "mode": "standard", "generate_audio": false}
        """

    private static func standIn(
        latency: Duration = .milliseconds(50), without: Set<ExtraFeature> = [],
        faults: String = "[]", lifetime: Duration = .seconds(3600)
    ) throws -> TestStandIn {
        try TestStandIn(
            faults: faults, latency: latency,
            extraFeatures: Set(ExtraFeature.allCases).subtracting(without)
        ) { options in
            options.modelFiles = ["kling-v3-standard", "kling-v3-pro", "hailuo-2.3-standard"].map {
                Checkout.path("presets/models/\($0).json")
            }
            options.replicateDataLifetime = lifetime
        }
    }

    private func create(
        _ standIn: TestStandIn, _ input: String = input, rest: String = "",
        headers: [String: String] = [:]
    ) throws -> JSONValue {
        let reply = try standIn.post(
            Self.model, "{\"input\": \(input)\(rest)}", headers: headers)
        guard reply.status == 201, reply.json["id"]?.text != nil else {
            throw ExchangeError(step: "submit to Replicate: \(reply.status) \(reply.text)")
        }
        return reply.json
    }

    private func ended(_ standIn: TestStandIn, _ created: JSONValue) throws -> JSONValue {
        try standIn.poll(created["urls"]?["get"]?.text ?? "") { reply in
            !["starting", "processing"].contains(reply.json["status"]?.text ?? "")
        }.json
    }

    @Test("creates a prediction and reports its result")
    func lifecycle() throws {
        let standIn = try Self.standIn()
        let created = try create(standIn, headers: ["Authorization": "Bearer r8_key"])
        #expect(created["status"] == "starting" && created["data_removed"] == false)
        #expect(created["model"] == "kwaivgi/kling-v3-video")
        let done = try ended(standIn, created)
        #expect(done["status"] == "succeeded" && done["error"] == nil)
        #expect(done["input"]?["prompt"] == "A lighthouse")
        #expect(done["metrics"]?["predict_time"]?.number != nil)
        let url = try #require(done["output"]?.text)
        let clip = try standIn.get(url)
        #expect(clip.headers["content-type"] == "video/mp4")
        let picture = try #require(try MeasuredClip(of: clip.body).picture)
        #expect((picture.width, picture.height) == (1280, 720))
        #expect(try standIn.stats().byProvider["replicate"] == 1)
    }

    @Test("waits as Prefer asks")
    func prefer() throws {
        let standIn = try Self.standIn()
        let done = try create(standIn, headers: ["Prefer": "wait"])
        #expect(done["status"] == "succeeded" && done["output"]?.text != nil)
        let slow = try Self.standIn(latency: .seconds(3600))
        #expect(try create(slow, headers: ["Prefer": "wait=1"])["status"] == "starting")
    }

    @Test("takes a version in the body of its other path")
    func versions() throws {
        let standIn = try Self.standIn(latency: .seconds(3600))
        for (version, status) in [
            ("kwaivgi/kling-v3-video:4a8ba274", 201), ("kwaivgi/kling-v3-video", 201),
            ("nobody/nothing:1", 422), ("4a8ba274", 422),
        ] {
            let body = "{\"version\": \"\(version)\", \"input\": \(Self.input)}"
            #expect(try standIn.post("/v1/predictions", body).status == status, "\(version)")
        }
        #expect(
            try standIn.post("/v1/predictions", "{\"input\": \(Self.input)}").status == 422)
    }

    @Test(
        "refuses what the pages don't have",
        arguments: [
            ("POST", "/v1/models/nobody/nothing/predictions", "{\"input\": \(input)}", 404),
            ("POST", model, "not JSON", 400), ("POST", model, "[]", 400),
            ("POST", model, "{}", 422),
            ("POST", model, #"{"input": 5}"#, 422),
            ("POST", model, "{\"inptu\": {}, \"input\": \(input)}", 422),
            ("POST", model, "{\"version\": \"x\", \"input\": \(input)}", 422),
            ("POST", model, "{\"webhook\": \"ftp://a.example\", \"input\": \(input)}", 422),
            ("POST", model, "{\"webhook_events_filter\": [\"end\"], \"input\": \(input)}", 422),
            ("GET", model, "", 405), ("DELETE", "/v1/predictions", "", 405),
            ("POST", "/v1/predictions/p", "{}", 405), ("GET", "/v1/predictions/p", "", 404),
            ("POST", "/v1/predictions/p/cancel", "", 404),
            ("GET", "/v1/predictions?status=failed", "", 400),
            ("GET", "/v1/predictions?created_after=yesterday", "", 400),
            ("GET", "/v1/predictions?source=api", "", 400),
            ("GET", "/v1/predictions?cursor=p", "", 400), ("POST", "/v1/files", "{}", 422),
            ("GET", "/v1/files/f", "", 404), ("GET", "/v1/predictions/p/q", "", 404),
        ])
    func refusals(method: String, path: String, body: String, status: Int) throws {
        let standIn = try Self.standIn(latency: .seconds(3600))
        let reply = try request(standIn.port, method, path, body: Data(body.utf8))
        #expect(reply.status == status, "\(reply.text)")
        #expect(try standIn.stats().submissions == 0)
    }

    @Test("names a mistyped field as its changelog does")
    func mistypedField() throws {
        let standIn = try Self.standIn()
        let reply = try standIn.post(Self.model, #"{"inptu": {}}"#)
        #expect(reply.status == 422)
        #expect(
            reply.json["invalid_fields"] == [
                ["type": "required", "field": "", "description": "input is required"],
                [
                    "type": "additional_property_not_allowed", "field": "",
                    "description": "Additional property inptu is not allowed",
                ],
            ])
    }

    @Test(
        "refuses invalid inputs",
        arguments: [
            #"{}"#, #"{"prompt": " "}"#, #"{"prompt": "A", "duration": "5"}"#,
            #"{"prompt": "A", "duration": 2}"#, #"{"prompt": "A", "duration": 16}"#,
            #"{"prompt": "A", "mode": "std"}"#, #"{"prompt": "A", "aspect_ratio": "4:3"}"#,
            #"{"prompt": "A", "generate_audio": "true"}"#, #"{"prompt": "A", "seed": 1}"#,
            #"{"prompt": "A", "end_image": "https://a.example/a.png"}"#,
            #"{"prompt": "A", "start_image": "http://a.example/a.png"}"#,
            #"{"prompt": "A", "duration": 3, "multi_prompt": [{"prompt": "A", "duration": 3}]}"#,
            #"{"prompt": "A", "duration": 3, "multi_prompt": "A"}"#,
            #"{"prompt": "A", "duration": 3, "multi_prompt": "[]"}"#,
            #"{"prompt": "A", "duration": 3, "multi_prompt": "[{\"prompt\":\"A\",\"duration\":\"3\"}]"}"#,
            #"{"prompt": "A", "duration": 3, "multi_prompt": "[{\"prompt\":\"A\",\"duration\":2}]"}"#,
            #"{"prompt": "A", "duration": 3, "multi_prompt": "[{\"duration\":3}]"}"#,
            #"{"duration": 3, "multi_prompt": "[{\"prompt\":\"A\",\"duration\":3}]"}"#,
        ])
    func invalidInputs(_ input: String) throws {
        let standIn = try Self.standIn(latency: .seconds(3600))
        let reply = try standIn.post(Self.model, "{\"input\": \(input)}")
        #expect(reply.status == 422, "\(reply.text)")
        #expect(reply.json["title"] == "Input validation failed")
        #expect(reply.json["invalid_fields"]?.elements?.isEmpty == false)
    }

    @Test("reads several prompts from a text")
    func shots() throws {
        let standIn = try Self.standIn(latency: .seconds(3600))
        _ = try create(
            standIn,
            #"{"prompt": "A", "duration": 3, "multi_prompt": "[{\"prompt\":\"A\",\"duration\":1},"#
                + #"{\"prompt\":\"B\",\"duration\":2}]"}"#)
    }

    @Test("accepts tokens in their documented form only")
    func tokens() throws {
        let standIn = try Self.standIn(latency: .seconds(3600))
        for (credentials, status) in [
            ("Bearer r8_key", 201), ("Token r8_key", 201), ("Key r8_key", 401), ("r8_key", 401),
        ] {
            let reply = try standIn.post(
                Self.model, "{\"input\": \(Self.input)}", headers: ["Authorization": credentials])
            #expect(reply.status == status)
            if status == 401 { #expect(reply.json["title"] == "Unauthenticated") }
        }
    }

    @Test("lists predictions newest first, a hundred on a page")
    func list() throws {
        let standIn = try Self.standIn(latency: .seconds(3600))
        var ids: [String] = []
        for _ in 0..<103 { ids.insert(try create(standIn)["id"]?.text ?? "", at: 0) }
        let first = try standIn.get("/v1/predictions").json
        #expect(first["results"]?.elements?.map { $0["id"]?.text } == Array(ids.prefix(100)))
        let next = try #require(first["next"]?.text)
        let second = try standIn.get(next).json
        #expect(second["results"]?.elements?.map { $0["id"]?.text } == Array(ids.suffix(3)))
        #expect(second["next"] == nil)
        func count(_ query: String) throws -> Int? {
            try standIn.get("/v1/predictions?\(query)").json["results"]?.elements?.count
        }
        #expect(try count("created_after=2020-01-01T00%3A00%3A00Z") == 100)
        #expect(try count("created_before=2020-01-01T00%3A00%3A00Z") == 0)
        #expect(try count("source=web") == 0)
    }

    @Test("cancels what is under way")
    func cancel() throws {
        let standIn = try Self.standIn(latency: .seconds(3600))
        let created = try create(standIn)
        let path = created["urls"]?["cancel"]?.text ?? ""
        #expect(try standIn.post(path).json["status"] == "canceled")
        #expect(try standIn.post(path).json["status"] == "canceled")
        #expect(try standIn.stats().cancels == 1)
    }

    @Test("removes data and files after a time")
    func removal() throws {
        let standIn = try Self.standIn(lifetime: .milliseconds(200))
        let created = try create(standIn)
        let id = created["id"]?.text ?? ""
        let gone = try standIn.poll("/v1/predictions/\(id)") { $0.json["data_removed"] == true }
            .json
        #expect(gone["status"] == "succeeded" && gone["output"] == nil)
        #expect(gone["input"] == [:] && gone["logs"] == nil)
        let listed = try standIn.get("/v1/predictions").json["results"]?.elements?.first
        #expect(listed?["data_removed"] == true && listed?["input"] == [:])
    }

    @Test("no longer serves a file that was removed")
    func removedFile() throws {
        let standIn = try Self.standIn(lifetime: .seconds(2))
        let done = try ended(standIn, try create(standIn))
        let url = try #require(done["output"]?.text)
        #expect(try standIn.get(url).status == 200)
        #expect(try standIn.poll(url) { $0.status == 404 }.status == 404)
    }

    @Test("stores files of a form")
    func files() throws {
        let standIn = try Self.standIn(latency: .seconds(3600))
        let picture = try Data(contentsOf: URL(fileURLWithPath: Self.picture))
        let body =
            Data(
                "--b\r\nContent-Disposition: form-data; name=\"content\"; filename=\"a.png\"\r\n"
                    .utf8) + Data("Content-Type: image/png\r\n\r\n".utf8) + picture
            + Data("\r\n--b--\r\n".utf8)
        let reply = try request(
            standIn.port, "POST", "/v1/files",
            headers: ["Content-Type": "multipart/form-data; boundary=b"], body: body)
        #expect(reply.status == 201 && reply.json["size"] == .integer(picture.count))
        let url = try #require(reply.json["urls"]?["get"]?.text)
        _ = try create(
            standIn, #"{"prompt": "A", "mode": "standard", "start_image": "\#(url)"}"#)
        let unknown = try standIn.post(
            Self.model,
            #"{"input": {"prompt": "A", "mode": "standard", "start_image": "\#(url)x"}}"#)
        #expect(unknown.status == 422)
    }

    private static var picture: String {
        get throws {
            let folder = FileManager.default.temporaryDirectory.path
            let path = "\(folder)/replicate-\(ProcessInfo.processInfo.processIdentifier).jpg"
            try GradientPicture.write(width: 480, height: 320, to: path)
            return path
        }
    }

    @Test("without lists and cancellation refuses their paths")
    func switchedOff() throws {
        let standIn = try Self.standIn(
            latency: .seconds(3600), without: [.lists, .cancellation, .uploads])
        let created = try create(standIn)
        #expect(try standIn.get("/v1/predictions").status == 404)
        #expect(try standIn.post(created["urls"]?["cancel"]?.text ?? "").status == 404)
        #expect(try standIn.post("/v1/files").status == 404)
    }
}
