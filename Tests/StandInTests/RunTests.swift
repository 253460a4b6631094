import DailiesJSON
import DailiesStandIn
import Foundation
import Testing

@Suite("A run")
struct RunTests {
    let clips: SharedClips
    var port: UInt16 { clips.server.port }

    init() throws { clips = try SharedClips.shared() }

    @Test("is queued, then running, then succeeded, with its times and its price")
    func lifecycle() throws {
        let body = """
            {"input": {"prompt": "A short one", "duration": "3"}, "client_ref": "lifecycle",
             "callback_url": "http://127.0.0.1:1/", "metadata": {"shot": 7, "x": [1.5, null]}}
            """
        let reply = try request(
            port, "POST", createPath, headers: ["Authorization": "Bearer rf_live_test"],
            body: Data(body.utf8))
        #expect(reply.status == 201)
        #expect(reply.headers["content-type"] == "application/json")
        let created: RunObject = try reply.decoded()
        #expect(created.model_id == "kuaishou/kling-video/v3/pro/text-to-video")
        #expect(
            created.id.wholeMatch(
                of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(created.output == nil && created.cost == nil)

        let (run, statuses) = try clips.wait(for: created.id)
        // In this order; a state may pass between two polls.
        #expect(statuses.last == "succeeded")
        #expect(["queued", "running", "succeeded"].filter(statuses.contains) == statuses)
        #expect(run.cost == "0.504")
        #expect(run.failure_code == nil)
        let started = try #require(run.started_at)
        let completed = try #require(run.completed_at)
        // The timestamps sort in the order of time.
        #expect(created.created_at < started && started < completed)
        #expect(
            try Date(
                created.created_at,
                strategy: .iso8601.time(includingFractionalSeconds: true).year().month().day()
            ).timeIntervalSinceNow < 60)
        #expect(try #require(run.duration_ms) > 0)
        let file = try #require(run.output?.outputs.first)
        #expect(file.type == "video" && file.duration == 3)
        #expect((file.width, file.height) == (1920, 1080))
        #expect(file.url.hasPrefix("http://127.0.0.1:\(port)/files/\(run.id)/"))
    }

    @Test("is queued, then running, and has no output and no price before its end")
    func early() throws {
        let slow = try TestStandIn(latency: .seconds(3600))
        let body = "{\"input\": \(TestStandIn.input)}"
        let waiting: RunObject = try slow.post(createPath, body).decoded()
        #expect(waiting.status_code == "queued")
        #expect(waiting.started_at == nil)
        let standIn = try TestStandIn()
        let endless: RunObject = try standIn.post(
            createPath, body, headers: ["X-Dailies-Fault": "endless"]
        ).decoded()
        let running: RunObject = try standIn.poll("/v1/runs/\(endless.id)") {
            $0.json["status_code"] != "queued"
        }.decoded()
        #expect(running.status_code == "running")
        #expect(running.started_at != nil)
        for run in [waiting, running] {
            #expect(run.output == nil && run.cost == nil && run.completed_at == nil)
        }
    }

    @Test("costs less without sound")
    func price() throws {
        #expect(try clips.clip(.silent).run.cost == "0.336")
        #expect(try clips.clip(.wide).run.cost == "0.504")
    }

    @Test("is found by its client reference, but not by a part of it")
    func list() throws {
        func found(_ reference: String) throws -> RunList {
            let escaped =
                "client_ref.EQ:'\(reference)'"
                .addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return try request(port, "GET", "/v1/runs?q=\(escaped)").decoded()
        }
        let matches = try found("wide's ref")
        #expect(matches.total == 1)
        #expect(matches.items.map(\.client_ref) == ["wide's ref"])
        #expect(try found("wide").items.isEmpty)
        #expect(try found("").items.isEmpty)
        let all: RunList = try request(port, "GET", "/v1/runs").decoded()
        #expect(all.total >= SharedClips.Clip.allCases.count)
        #expect(try request(port, "GET", "/v1/runs?q=status.EQ:1").status == 400)
    }

    @Test("is not found by an unknown id, nor created for an unknown model")
    func unknown() throws {
        let run = try request(port, "GET", "/v1/runs/01890000-0000-7000-8000-000000000000")
        #expect(run.status == 404)
        #expect(try run.decoded(as: ErrorBody.self).code == "RUN_NOT_FOUND")
        let model = try request(
            port, "POST", "/v1/models/kuaishou/kling-video/v9/runs", body: Data("{}".utf8))
        #expect(model.status == 404)
        #expect(try model.decoded(as: ErrorBody.self).code == "MODEL_NOT_FOUND")
        #expect(try request(port, "GET", "/v2/everything").status == 404)
    }

    @Test("needs no key, but accepts only a bearer key")
    func authorization() throws {
        for (header, status) in [("Bearer rf_live_1", 200), ("Key abc", 401), ("Bearer ", 401)] {
            let reply = try request(
                port, "GET", "/v1/health", headers: ["Authorization": header])
            #expect(reply.status == status, "\(header)")
        }
        #expect(try request(port, "GET", "/v1/credit-balances").status == 200)
        #expect(try request(port, "GET", "/v1/runs/statuses").status == 200)
    }

    @Test("refuses a wrong method with the allowed one")
    func method() throws {
        for (method, path) in [("DELETE", "/v1/runs"), ("POST", "/v1/health"), ("GET", createPath)]
        {
            let reply = try request(port, method, path)
            #expect(reply.status == 405)
            #expect(reply.headers["allow"] == (path == createPath ? "POST" : "GET"))
            #expect(try reply.decoded(as: ErrorBody.self).code == "METHOD_NOT_ALLOWED")
        }
    }
}
