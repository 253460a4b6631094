import DailiesDigest
import DailiesJSON
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Testing

@Suite("Callbacks")
struct CallbackTests {
    /// Makes a run fail at once, so that its callback is sent at once.
    private static let failing = ["X-Dailies-Fault": "failed"]

    private func submit(
        _ standIn: TestStandIn, _ receiver: CallbackRecorder, _ fault: String = "failed"
    ) throws -> String {
        let reply = try standIn.post(
            TestStandIn.runflowText,
            "{\"input\": \(TestStandIn.input), \"callback_url\": \"\(receiver.url)\"}",
            headers: ["X-Dailies-Fault": fault])
        return try #require(reply.json["id"]?.text)
    }

    @Test("of Runflow contain the output and are signed with the secret")
    func runflow() throws {
        let receiver = try CallbackRecorder()
        let standIn = try TestStandIn { $0.runflowCallbackSecret = "whsec_abc" }
        let reply = try standIn.post(
            TestStandIn.runflowText,
            "{\"input\": \(TestStandIn.input), \"callback_url\": \"\(receiver.url)\", "
                + "\"metadata\": {\"shot\": \"010\"}}")
        let id = try #require(reply.json["id"]?.text)
        let call = try #require(try receiver.wait(for: 1).first)
        let signature = HMACSHA256(key: Data("whsec_abc".utf8), data: call.body)
        #expect(call.headers["runflow-signature"] == signature.hex)
        #expect(call.headers["runflow-request-id"] == reply.json["request_id"]?.text)
        #expect(call.json["event"] == "run.completed")
        #expect(call.json["run_id"] == .string(id))
        #expect(call.json["status"] == "succeeded")
        #expect(call.json["metadata"] == ["shot": "010"])
        #expect(call.json["output"]?["outputs"]?.elements?.count == 1)
        // The run has ended when its callback arrives.
        #expect(try standIn.get("/v1/runs/\(id)").json["status_code"] == "succeeded")
    }

    @Test("of Runflow are not signed without a secret, and are recorded")
    func record() throws {
        let receiver = try CallbackRecorder { $0 == 0 ? 500 : 200 }
        let standIn = try TestStandIn(extraFeatures: [.fields, .records])
        let id = try submit(standIn, receiver)
        let calls = try receiver.wait(for: 2)
        #expect(calls.allSatisfy { $0.headers["runflow-signature"] == nil })
        #expect(calls[0].json["event"] == "run.failed")
        #expect(calls[0].body == calls[1].body)
        let record = try standIn.poll("/v1/runs/\(id)/callback") {
            $0.json["status"] == "delivered"
        }.json
        #expect(record["attempt_count"] == 2)
        #expect(record["max_attempts"] == 3)
        #expect(record["attempts"]?.elements?.map { $0["status_code"] } == [500, 200])
        #expect(record["payload_bytes"] == .integer(calls[0].body.count))
        #expect(try standIn.post("/v1/runs/\(id)/callback-redeliveries").status == 202)
        #expect(try receiver.wait(for: 1).count == 3)
    }

    @Test("of Runflow are tried three times if the receiver fails, and once if it refuses")
    func attempts() throws {
        let standIn = try TestStandIn(extraFeatures: [.fields, .records])
        let broken = try CallbackRecorder { _ in 503 }
        let refusing = try CallbackRecorder { _ in 400 }
        let first = try submit(standIn, broken)
        let second = try submit(standIn, refusing)
        _ = try broken.wait(for: 3)
        _ = try refusing.wait(for: 1)
        for (id, count) in [(first, 3), (second, 1)] {
            let record = try standIn.poll("/v1/runs/\(id)/callback") {
                $0.json["attempt_count"] == .integer(count) && $0.json["next_attempt_at"] == nil
            }
            #expect(record.json["status"] == "pending")
        }
        #expect(refusing.calls.count == 1)
    }

    @Test("of fal are signed with the published key")
    func fal() throws {
        let receiver = try CallbackRecorder { $0 == 0 ? 500 : 200 }
        let standIn = try TestStandIn(extraFeatures: [.fields, .records])
        let hook = receiver.url.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let addresses = try standIn.submitToFal(
            to: TestStandIn.falText + "?fal_webhook=\(hook)", headers: Self.failing)
        // The retry is also signed.
        for call in try receiver.wait(for: 2) {
            #expect(call.headers["x-fal-webhook-request-id"] == addresses.id)
            #expect(try isSigned(call, standIn))
            let time = try #require(call.headers["x-fal-webhook-timestamp"].flatMap { Int($0) })
            #expect(abs(Date(timeIntervalSince1970: Double(time)).timeIntervalSinceNow) < 300)
            #expect(call.json["request_id"] == .string(addresses.id))
            #expect(call.json["gateway_request_id"]?.text != nil)
            #expect(call.json["status"] == "ERROR")
            #expect(call.json["error"]?.text != nil)
            #expect(call.json["payload"]?["detail"]?.elements?.count == 1)
        }
    }

    private func isSigned(_ call: CallbackRecorder.Call, _ standIn: TestStandIn) throws -> Bool {
        let key = try #require(
            try standIn.get("/.well-known/jwks.json").json["keys"]?.elements?.first?["x"]?.text)
        let text =
            key.replacing("-", with: "+").replacing("_", with: "/")
            + String(repeating: "=", count: (4 - key.count % 4) % 4)
        let message = [
            call.headers["x-fal-webhook-request-id"] ?? "",
            call.headers["x-fal-webhook-user-id"] ?? "",
            call.headers["x-fal-webhook-timestamp"] ?? "", SHA256Digest(of: call.body).hex,
        ].joined(separator: "\n")
        return Ed25519.verify(
            signature: bytes(ofHexadecimal: call.headers["x-fal-webhook-signature"] ?? "")
                ?? Data(),
            message: Data(message.utf8), publicKey: try #require(Data(base64Encoded: text)))
    }

    @Test("of Replicate are signed anew for each attempt, under one id")
    func replicate() throws {
        let receiver = try CallbackRecorder { $0 == 0 ? 500 : 200 }
        let standIn = try TestStandIn {
            $0.modelFiles = [Checkout.path("presets/models/kling-v3-standard.json")]
        }
        let reply = try standIn.post(
            "/v1/models/kwaivgi/kling-v3-video/predictions",
            "{\"input\": {\"prompt\": \"a\", \"duration\": 3, \"mode\": \"standard\"}, "
                + "\"webhook\": \"\(receiver.url)\", \"webhook_events_filter\": [\"completed\"]}",
            headers: Self.failing)
        let id = try #require(reply.json["id"]?.text)
        let secret = try #require(
            try standIn.get("/v1/webhooks/default/secret").json["key"]?.text)
        let key = try #require(Data(base64Encoded: String(secret.dropFirst("whsec_".count))))
        let calls = try receiver.wait(for: 2)
        for call in calls {
            let message =
                "\(call.headers["webhook-id"] ?? "").\(call.headers["webhook-timestamp"] ?? "")."
            let code = HMACSHA256(key: key, data: Data(message.utf8) + call.body)
            #expect(
                call.headers["webhook-signature"]
                    == "v1,\(Data(code.bytes).base64EncodedString())")
            #expect(call.json["id"] == .string(id) && call.json["status"] == "failed")
        }
        #expect(Set(calls.map { $0.headers["webhook-id"] }).count == 1)
    }

    @Test("of eachlabs contain the secret, and are tried three times")
    func eachlabs() throws {
        let receiver = try CallbackRecorder { _ in 404 }
        let standIn = try TestStandIn(extraFeatures: [.fields, .records])
        let reply = try standIn.post(
            "/v1/prediction",
            "{\"model\": \"kling-v3-pro-text-to-video\", \"input\": {\"prompt\": \"a\"}, "
                + "\"webhook_url\": \"\(receiver.url)\", \"webhook_secret\": \"my-secret\"}",
            headers: Self.failing)
        let id = try #require(reply.json["predictionID"]?.text)
        for call in try receiver.wait(for: 3) {
            #expect(call.headers["x-webhook-secret"] == "my-secret")
            let time = try #require(call.headers["x-webhook-timestamp"])
            let code = HMACSHA256(
                key: Data("my-secret".utf8), data: Data((time + ".").utf8) + call.body)
            #expect(call.headers["x-webhook-signature"] == "sha256=\(code.hex)")
            #expect(call.json["exec_id"] == .string(id))
            #expect(call.json["status"] == "failed")
            #expect(call.json["error"] == "")
            #expect(call.json["output"]?.elements?.first?["error"]?.text != nil)
        }
        let record = try standIn.poll("/v1/webhooks/\(id)") { $0.json["attempts"] == 3 }
        #expect(record.json["webhook_url"] == .string(receiver.url))
    }

    @Test("can be sent twice, late, or not at all")
    func faults() throws {
        let standIn = try TestStandIn(extraFeatures: [.fields, .records])
        let twice = try CallbackRecorder()
        _ = try submit(standIn, twice, "failed, double")
        #expect(Set(try twice.wait(for: 2).map(\.body)).count == 1)

        let late = try CallbackRecorder()
        let began = ContinuousClock.now
        _ = try submit(standIn, late, "failed, delay;seconds=0.3")
        _ = try late.wait(for: 1)
        #expect(began.duration(to: .now) >= .milliseconds(300))

        let never = try CallbackRecorder()
        let dropped = try submit(standIn, never, "failed, drop")
        _ = try submit(standIn, never)
        #expect(try never.wait(for: 1).count == 1)
        #expect(never.calls[0].json["run_id"] != .string(dropped))
        // Callbacks of runs that end at the same time have any order: the dropped one may be last.
        _ = try standIn.poll("/_stand-in/stats") { $0.json["faultsInjected"] == 7 }
    }

    @Test("can be forged, with another key and with a guessed secret")
    func forged() throws {
        let standIn = try TestStandIn(
            faults: #"[{"on": "callback", "fault": "forge"}]"#, extraFeatures: [.fields, .records]
        ) {
            $0.runflowCallbackSecret = "whsec_abc"
        }
        let receiver = try CallbackRecorder()
        _ = try submit(standIn, receiver)
        let call = try #require(try receiver.wait(for: 1).first)
        let signature = try #require(call.headers["runflow-signature"])
        #expect(
            !HMACSHA256(key: Data("whsec_abc".utf8), data: call.body).matches(hex: signature))
        let hook = receiver.url.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        _ = try standIn.submitToFal(
            to: TestStandIn.falText + "?fal_webhook=\(hook)", headers: Self.failing)
        let second = try #require(try receiver.wait(for: 1).last)
        #expect(second.headers["x-fal-webhook-signature"]?.count == 128)
        #expect(try !isSigned(second, standIn))
    }

    @Test("can be sent in another order")
    func reordered() throws {
        let standIn = try TestStandIn(
            faults: #"[{"on": "callback", "fault": "reorder", "times": 1}]"#,
            extraFeatures: [.records])
        let receiver = try CallbackRecorder()
        let first = try submit(standIn, receiver)
        _ = try standIn.poll("/v1/runs/\(first)/callback") { $0.status == 200 }
        let second = try submit(standIn, receiver)
        #expect(
            try receiver.wait(for: 2).map { $0.json["run_id"] } == [
                .string(second), .string(first),
            ])
    }

    @Test("are cancelled when the server stops")
    func stop() throws {
        let receiver = try CallbackRecorder { _ in 500 }
        let standIn = try TestStandIn { $0.callbackRetryUnit = .seconds(3600) }
        _ = try submit(standIn, receiver)
        _ = try receiver.wait(for: 1)
        standIn.server.stop()
    }
}
