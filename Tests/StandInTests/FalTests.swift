import DailiesJSON
import DailiesMedia
import DailiesStandIn
import Foundation
import Testing

@Suite("fal's queue")
struct FalTests {
    let standIn: TestStandIn

    init() throws { standIn = try TestStandIn.shared.get() }

    @Test("accepts a request, reports its status and returns the output without an envelope")
    func lifecycle() throws {
        let standIn = try TestStandIn()
        let reply = try standIn.post(
            TestStandIn.falText, TestStandIn.input, headers: ["Authorization": "Key id:secret"])
        #expect(reply.status == 200)
        #expect(reply.headers["x-fal-request-id"] == reply.json["request_id"]?.text)
        #expect(reply.json["status"] == "IN_QUEUE")
        #expect(reply.json["queue_position"] == 0)
        let addresses = try #require(TestStandIn.FalAddresses(reply.json))
        let base = "\(standIn.server.baseURL)/fal-ai/kling-video/requests/\(addresses.id)"
        #expect(addresses.response == base)
        #expect(addresses.status == base + "/status")
        #expect(addresses.cancel == base + "/cancel")

        var seen: [String] = []
        let done = try standIn.poll(addresses.status + "?logs=1") { reply in
            let word = reply.json["status"]?.text ?? ""
            #expect(reply.status == (word == "COMPLETED" ? 200 : 202))
            #expect(reply.json["logs"]?.elements != nil)
            if seen.last != word { seen.append(word) }
            return word == "COMPLETED"
        }
        // In this order; a state may pass between two polls.
        #expect(["IN_QUEUE", "IN_PROGRESS", "COMPLETED"].filter(seen.contains) == seen)
        #expect(done.json["metrics"]?["inference_time"]?.number != nil)
        #expect(done.json["logs"]?.elements?.first?["level"] == "INFO")
        #expect(done.json["error"] == nil)
        #expect(try standIn.get(addresses.status).json["logs"] == nil)

        let result = try standIn.get(addresses.response)
        #expect(result.status == 200)
        #expect(result.headers["x-fal-request-id"] == addresses.id)
        #expect(result.headers["x-fal-billable-units"] == "3")
        #expect(result.json.members.map { Array($0.keys) } == ["video"])
        let video = try #require(result.json["video"])
        #expect(video["content_type"] == "video/mp4")
        #expect(video["file_name"] == "output.mp4")
        let clip = try standIn.get(try #require(video["url"]?.text))
        #expect(video["file_size"] == .integer(clip.body.count))
        let picture = try #require(try MeasuredClip(of: clip.body).picture)
        #expect((picture.width, picture.height) == (1280, 720))
        #expect(
            try standIn.stats().byProvider == [
                "runflow": 0, "fal": 1, "eachlabs": 0, "kling": 0, "replicate": 0,
            ])
    }

    @Test("queues a request, then runs it, and returns no result before its end")
    func early() throws {
        let slow = try TestStandIn(latency: .seconds(3600))
        let waiting = try slow.submitToFal()
        let queued = try slow.get(waiting.status + "?logs=1")
        #expect(queued.status == 202)
        #expect(queued.json["status"] == "IN_QUEUE")
        #expect(queued.json["queue_position"] == 0)
        #expect(queued.json["logs"] == [])
        let endless = try standIn.submitToFal(headers: ["X-Dailies-Fault": "endless"])
        let working = try standIn.poll(endless.status + "?logs=1") {
            $0.json["status"] != "IN_QUEUE"
        }
        #expect(working.status == 202)
        #expect(working.json["status"] == "IN_PROGRESS")
        #expect(working.json["logs"]?.elements?.count == 1)
        for early in [try slow.get(waiting.response), try standIn.get(endless.response)] {
            #expect(early.status == 400)
            #expect(early.text == "Request is still in progress")
        }
    }

    @Test("has requests below the owner and the app only")
    func paths() throws {
        let reply = try standIn.get("\(TestStandIn.falText)/requests/1/status")
        #expect(reply.status == 405)
        #expect(try standIn.put("\(TestStandIn.falText)/requests/1/cancel").status == 405)
        #expect(try standIn.get(TestStandIn.falText).status == 405)
        let unknown = try standIn.get("/fal-ai/kling-video/requests/none/status")
        #expect(unknown.status == 404)
        #expect(unknown.json["detail"]?.text != nil)
        #expect(try standIn.get("/fal-ai/kling-video/requests/none").status == 404)
        #expect(try standIn.post("/fal-ai/kling-video/v9/pro/text-to-video").status == 404)
    }

    @Test("cancels a request, or reports why it can't")
    func cancel() throws {
        let slow = try TestStandIn(latency: .seconds(3600))
        let addresses = try slow.submitToFal()
        let first = try slow.put(addresses.cancel)
        #expect(first.status == 202)
        #expect(first.json == ["status": "CANCELLATION_REQUESTED"])
        let second = try slow.put(addresses.cancel)
        #expect(second.status == 400)
        #expect(second.json == ["status": "ALREADY_COMPLETED"])
        let unknown = try slow.put("/fal-ai/kling-video/requests/none/cancel")
        #expect(unknown.status == 404)
        #expect(unknown.json == ["status": "NOT_FOUND"])
        let state = try slow.get(addresses.status)
        #expect(state.status == 200)
        #expect(state.json["status"] == "COMPLETED")
        #expect(state.json["error_type"] == "client_cancelled")
        #expect(try slow.get(addresses.response).status == 499)
        #expect(try slow.stats().cancels == 1)
    }

    @Test(
        "reports the location and the type of each problem of an input",
        arguments: [
            (#"{"input": {"prompt": "a"}}"#, "prompt", "missing"),
            (#"{"prompt": "a", "duration": 5}"#, "duration", "one_of"),
            (#"{"prompt": "a", "cfg_scale": 2}"#, "cfg_scale", "less_than_equal"),
            (#"{"prompt": "a", "generate_audio": "yes"}"#, "generate_audio", "bool_type"),
            (#"{"prompt": 1}"#, "prompt", "string_type"),
        ])
    func invalid(_ body: String, _ field: String, _ type: String) throws {
        let reply = try standIn.post(TestStandIn.falText, body)
        #expect(reply.status == 422)
        #expect(reply.headers["x-fal-retryable"] == "false")
        let problem = try #require(reply.json["detail"]?.elements?.first)
        #expect(problem["loc"] == ["body", .string(field)])
        #expect(problem["type"] == .string(type))
        #expect(problem["msg"]?.text != nil)
    }

    @Test("refuses a key in another form, and a body that isn't JSON")
    func refusals() throws {
        let reply = try standIn.post(
            TestStandIn.falText, TestStandIn.input, headers: ["Authorization": "Basic abc"])
        #expect(reply.status == 401)
        #expect(reply.json["detail"]?.text != nil)
        #expect(try standIn.post(TestStandIn.falText, "nope").status == 422)
    }

    @Test("streams the states of a request as events")
    func stream() throws {
        let slow = try TestStandIn(latency: .seconds(3600))
        let addresses = try slow.submitToFal()
        let path = addresses.status.dropFirst(slow.server.baseURL.count) + "/stream?logs=1"
        var isCancelled = false
        let reply = try request(slow.port, "GET", String(path)) { bytes in
            // The state changes only after the first event has arrived.
            if !isCancelled, bytes.firstRange(of: Data("IN_QUEUE".utf8)) != nil {
                isCancelled = true
                let cancelled = try slow.put(addresses.cancel)
                #expect(cancelled.status == 202)
            }
            return false
        }
        #expect(reply.headers["content-type"] == "text/event-stream")
        let events = reply.text.components(separatedBy: "\n\n").filter { !$0.isEmpty }
        let words = try events.map { event in
            let json = try JSONValue(parsing: Data(event.dropFirst("data: ".count).utf8))
            return json["status"]?.text
        }
        #expect(words == ["IN_QUEUE", "COMPLETED"])
    }

    @Test("has a synchronous host that responds with the clip")
    func run() throws {
        let path = "/fal-run" + TestStandIn.falText
        #expect(standIn.server.addresses["fal-run"] == standIn.server.baseURL + "/fal-run")
        let reply = try standIn.post(path, TestStandIn.input)
        #expect(reply.status == 200)
        let url = try #require(reply.json["video"]?["url"]?.text)
        #expect(try standIn.get(url).headers["content-type"] == "video/mp4")
        #expect(try standIn.post(path, "{}").status == 422)
    }

    @Test("refuses a request if the queue is longer than the caller allows")
    func queueLength() throws {
        let slow = try TestStandIn(latency: .seconds(3600))
        _ = try slow.submitToFal()
        let path = TestStandIn.falText + "?fal_max_queue_length="
        #expect(try slow.post(path + "0", TestStandIn.input).status == 429)
        #expect(try slow.post(path + "1", TestStandIn.input).status == 200)
    }

    @Test("publishes the key that signs its webhooks")
    func keys() throws {
        let key = try #require(
            try standIn.get("/.well-known/jwks.json").json["keys"]?.elements?.first)
        #expect(key["kty"] == "OKP" && key["crv"] == "Ed25519")
        #expect(key["x"]?.text?.count == 43)
    }
}
