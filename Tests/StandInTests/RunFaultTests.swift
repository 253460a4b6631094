import DailiesJSON
import DailiesStandIn
import Foundation
import Testing

@Suite("A fault of a run")
struct RunFaultTests {
    private func fault(_ text: String) -> [String: String] { ["X-Dailies-Fault": text] }

    @Test("is an undocumented status, a limited number of times")
    func unknownStatus() throws {
        let standIn = try TestStandIn(
            faults: #"[{"fault": "unknown-status", "word": "musing", "times": 3}]"#)
        let run = try standIn.post(
            TestStandIn.runflowText, "{\"input\": \(TestStandIn.input)}")
        let id = try #require(run.json["id"]?.text)
        let addresses = try standIn.submitToFal()
        #expect(try standIn.get("/v1/runs/\(id)").json["status_code"] == "musing")
        #expect(try standIn.get(addresses.status).json["status"] == "musing")
        #expect(try standIn.get(addresses.status).json["status"] == "musing")
        #expect(try standIn.get("/v1/runs/\(id)").json["status_code"] != "musing")
    }

    @Test("is a run that never ends")
    func endless() throws {
        let standIn = try TestStandIn(latency: .zero)
        let endless = try standIn.submitToFal(headers: fault("endless"))
        let other = try standIn.submitToFal()
        _ = try standIn.falResult(other)
        #expect(try standIn.get(endless.status).json["status"] == "IN_PROGRESS")
        #expect(try standIn.put(endless.cancel).status == 202)
        #expect(try standIn.get(endless.status).status == 200)
    }

    @Test(
        "is a failure of the model in fal's format",
        arguments: [
            ("failed", 500, "internal_server_error", "true"),
            (
                "failed;type=downstream_service_error;retryable=true", 400,
                "downstream_service_error", "true"
            ),
            ("failed;type=generation_timeout;retryable=false", 504, "generation_timeout", "false"),
            ("failed;type=image_too_small", 422, "image_too_small", "false"),
            ("failed;type=missing;status=422", 422, "missing", "false"),
            ("moderation", 422, "content_policy_violation", "false"),
        ])
    func falModel(_ text: String, _ status: Int, _ type: String, _ retryable: String) throws {
        let standIn = try TestStandIn(latency: .zero)
        let addresses = try standIn.submitToFal(headers: fault(text))
        let state = try standIn.poll(addresses.status) { $0.status == 200 }
        #expect(state.json["status"] == "COMPLETED")
        #expect(state.json["error"]?.text?.contains(String(status)) == true)
        let result = try standIn.get(addresses.response)
        #expect(result.status == status)
        #expect(result.json["detail"]?.elements?.first?["type"] == .string(type))
        #expect(result.headers["x-fal-retryable"] == retryable)
        #expect(result.headers["x-fal-request-id"] == addresses.id)
    }

    @Test("is a failure of fal's infrastructure, or an error with a text")
    func falInfrastructure() throws {
        let standIn = try TestStandIn(latency: .zero)
        let timeout = try standIn.submitToFal(headers: fault("failed;type=startup_timeout"))
        let result = try standIn.falResult(timeout)
        #expect(result.status == 504)
        #expect(result.json["detail"]?.text != nil)
        #expect(result.json["error_type"] == "startup_timeout")
        #expect(result.headers["x-fal-error-type"] == "startup_timeout")
        #expect(try standIn.get(timeout.status).json["error_type"] == "startup_timeout")
        for text in ["failed;shape=text", "moderation;shape=text"] {
            let addresses = try standIn.submitToFal(headers: fault(text))
            #expect(try standIn.falResult(addresses).json["detail"]?.text != nil)
        }
    }

    @Test("is a failure in Runflow's format")
    func runflow() throws {
        let standIn = try TestStandIn(latency: .zero)
        let failed = try standIn.runflowRun(headers: fault("failed;type=UPSTREAM_DOWN"))
        #expect(failed["status_code"] == "failed")
        #expect(failed["failure_code"] == "UPSTREAM_DOWN")
        #expect(failed["output"] == nil && failed["cost"] == "0.000")
        #expect(
            try standIn.runflowRun(headers: fault("failed;word=errored"))["status_code"]
                == "errored")
        let refused = try standIn.runflowRun(headers: fault("moderation"))
        #expect(refused["failure_code"] == "NSFW_DETECTED")
        #expect(refused["output"]?["nsfw_detected"] == true)
        #expect(
            try standIn.post(
                "/v1/run/kling-video/v3/pro/text-to-video", TestStandIn.input,
                headers: fault("failed")
            ).status == 500)
    }

    @Test("is a failure in one of eachlabs' formats")
    func eachlabs() throws {
        let standIn = try TestStandIn(latency: .zero, extraFeatures: [.lists])
        let envelope = try standIn.prediction(
            headers: fault("failed;type=PROVIDER_TIMEOUT;retryable=true"))
        #expect(envelope["status"] == "error")
        #expect(envelope["output"]?["error_code"] == "PROVIDER_TIMEOUT")
        #expect(envelope["output"]?["retryable"] == true)
        #expect(envelope["metrics"]?["cost"] == 0)
        let message = try standIn.prediction(headers: fault("failed;shape=message;word=failed"))
        #expect(message["status"] == "failed")
        #expect(message["message"]?.text != nil && message["details"]?.text != nil)
        #expect(message["output"] == nil)
        #expect(try standIn.prediction(headers: fault("failed;shape=logs"))["logs"]?.text != nil)
        #expect(
            try standIn.prediction(headers: fault("failed;shape=list"))["output"]?.elements?.count
                == 1)
        #expect(try standIn.prediction(headers: fault("failed;shape=text"))["output"]?.text != nil)
        let refused = try standIn.prediction(headers: fault("moderation"))
        #expect(refused["output"]?["error_code"] == "CONTENT_MODERATION")
        let listed = try standIn.get("/v1/executions?error_classification=content_moderation")
        #expect(listed.json["executions"]?.elements?.count == 1)
    }

    @Test("is a price that differs from the quote")
    func price() throws {
        let standIn = try TestStandIn()
        #expect(try standIn.runflowRun(headers: fault("price;factor=3"))["cost"] == "0.756")
        #expect(
            try standIn.prediction(headers: fault("price"))["metrics"]?["cost"] == .number(0.504))
    }

    @Test("is another number of fal's billable units")
    func units() throws {
        let standIn = try TestStandIn()
        let addresses = try standIn.submitToFal(headers: fault("price;factor=4"))
        #expect(try standIn.falResult(addresses).headers["x-fal-billable-units"] == "12")
    }

    @Test("is a variant of names and values")
    func spelling() throws {
        let standIn = try TestStandIn(
            faults: """
                [{"on": "status", "provider": "runflow", "fault": "spelling", "field": "status",
                  "output": "object"},
                 {"on": "status", "provider": "eachlabs", "fault": "spelling", "times": 1000,
                  "status": "succeeded", "id": "predictionID", "output": "array"}]
                """)
        let run = try standIn.runflowRun()
        #expect(run["status"] == "succeeded" && run["status_code"] == nil)
        #expect(run["output"]?["video"]?["url"]?.text != nil)
        let reply = try standIn.post(
            "/v1/prediction",
            "{\"model\": \"kling-v3-standard-text-to-video\", \"input\": \(TestStandIn.input)}")
        let id = try #require(reply.json["predictionID"]?.text)
        let done = try standIn.poll("/v1/prediction/\(id)") { $0.json["output"] != nil }.json
        #expect(done["status"] == "succeeded")
        #expect(done["predictionID"] == .string(id) && done["id"] == nil)
        #expect(done["output"]?.elements?.count == 1)
    }
}
