import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// Answers of providers with random damage are understood or refused; nothing crashes, and what may
/// have been bought never counts as not bought.
struct RandomAnswerTests {
    private static let answers: [String: [String]] = [
        "runflow": [
            #"{"id":"r1","status_code":"queued","cost":null,"client_ref":"dailies-1"}"#,
            """
            {"id":"r1","status_code":"succeeded","cost":"0.84","output":{"outputs":[
            {"url":"https://x.example/v.mp4","type":"video/mp4","size":12345}]},"error":null}
            """,
            #"{"id":"r1","status_code":"failed","error":{"code":"upstream","message":"no"}}"#,
        ],
        "fal": [
            """
            {"request_id":"r1","status_url":"https://x.example/s","response_url":"https://x.example/r",
            "cancel_url":"https://x.example/c","queue_position":3,"status":"IN_QUEUE"}
            """,
            #"{"status":"COMPLETED","request_id":"r1","metrics":{"inference_time":12.5}}"#,
            """
            {"video":{"url":"https://x.example/v.mp4","content_type":"video/mp4","file_size":123,
            "file_name":"v.mp4"},"seed":42}
            """,
        ],
        "eachlabs": [
            #"{"status":"success","message":"created","predictionID":"r1"}"#,
            """
            {"id":"r1","status":"success","output":"https://x.example/v.mp4",
            "metrics":{"predict_time":12.5,"cost":0.84}}
            """,
            #"{"id":"r1","status":"error","error":"no"}"#,
        ],
        "kling": [
            """
            {"code":0,"message":"SUCCEED","request_id":"q","data":{"id":"r1","status":"submitted",
            "create_time":1781080778802,"external_id":"dailies-1"}}
            """,
            """
            {"code":0,"data":[{"id":"r1","status":"succeeded","outputs":[{"type":"video",
            "url":"https://x.example/v.mp4","duration":"5"}],"billing":[{"charge_type":"cash",
            "amount":"0.42","currency":"USD"}]}]}
            """,
        ],
        "kling-v1": [
            """
            {"code":0,"message":"SUCCEED","request_id":"q","data":{"task_id":"r1",
            "task_status":"submitted","task_info":{"external_task_id":"dailies-1"}}}
            """,
            """
            {"code":0,"data":{"task_id":"r1","task_status":"succeed","task_result":{"videos":[
            {"id":"v","url":"https://x.example/v.mp4","duration":"5"}]}}}
            """,
        ],
        "replicate": [
            """
            {"id":"r1","model":"kling/v3","status":"starting","output":null,"error":null,
            "urls":{"get":"https://x.example/r1","cancel":"https://x.example/r1/cancel"}}
            """,
            """
            {"id":"r1","status":"succeeded","output":"https://x.example/v.mp4","data_removed":false,
            "metrics":{"predict_time":12.5}}
            """,
            #"{"id":"r1","status":"failed","error":"no","output":["https://x.example/v.mp4"]}"#,
        ],
    ]

    private let request = GenerationRequest(
        endpoint: "kling/v3", input: ["prompt": "a lighthouse", "duration": "5"],
        clientReference: "dailies-1", metadata: [:])

    @Test(arguments: ["runflow", "fal", "eachlabs", "kling", "kling-v1", "replicate"])
    func aDamagedAnswerNeverMeansThatNothingWasBought(_ name: String) async throws {
        let body = Mutex(Data())
        let server = try LoopbackServer { _ in
            LoopbackServer.Reply(
                status: 200, headers: ["Content-Type": "application/json"],
                body: body.withLock { $0 })
        }
        let type = try #require(ProviderRegistry.named(name))
        let provider = type.init(try Access.of(type, server, key: "key"))
        let bases = try #require(Self.answers[name])
        var understood = 0
        for seed in 0..<300 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let answer = TextMutation.apply(to: Data(bases[seed % bases.count].utf8), &generator)
            body.withLock { $0 = answer }
            do {
                _ = try await provider.submit(request)
                understood += 1
            } catch let failure as ProviderFailure {
                // HTTP 200: the provider took the request, whatever the body says.
                if case .unknown = failure { continue }
                // eachlabs documents this status, without an id, as a refusal.
                if name == "eachlabs", (try? JSONValue(parsing: answer))?["status"] == "error" {
                    continue
                }
                Issue.record(
                    "seed \(seed): \(failure) to \(String(decoding: answer, as: UTF8.self))")
            }
            do {
                let run = provider.remoteRun(id: "r1", endpoint: "kling/v3")
                _ = try await provider.report(on: run)
            } catch is ProviderFailure {
                continue
            }
        }
        #expect(understood > 20)
    }

    /// Runflow signs the body: any change of it is a forgery.
    @Test func aDamagedCallbackIsNeverGenuine() async throws {
        let server = try LoopbackServer { _ in .json("{}") }
        let provider = RunflowProvider(
            try Access.of(
                RunflowProvider.self, server, key: "key", callbackSecrets: "whsec_1"))
        let body = Data(#"{"event":"run.succeeded","run_id":"r1","status_code":"succeeded"}"#.utf8)
        // HMAC-SHA256 of the body with the key whsec_1, by openssl.
        let genuine = CallbackDelivery(
            headers: ["runflow-signature": Self.signature], body: body, receivedAt: Date(),
            secret: "")
        #expect(try await provider.verify(genuine).runID == "r1")
        for seed in 0..<1000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let changed = TextMutation.apply(to: body, &generator)
            guard changed != body else { continue }
            let delivery = CallbackDelivery(
                headers: genuine.headers, body: changed, receivedAt: Date(), secret: "")
            await #expect(throws: CallbackRejection.self, "seed \(seed)") {
                try await provider.verify(delivery)
            }
        }
    }

    private static let signature =
        "5c95df7df00c3dab983f5b3e8ea87f1785aacc06d63418171240b0a78c35a758"

    /// Without a signature the body decides whether a run is polled, and nothing else.
    @Test(arguments: ["runflow", "eachlabs", "kling"])
    func aDamagedBodyIsRefusedOrNamesARun(_ name: String) async throws {
        let server = try LoopbackServer { _ in .json("{}") }
        let type = try #require(ProviderRegistry.named(name))
        let provider = type.init(try Access.of(type, server, key: "key"))
        let body = Data(#"{"event":"run.succeeded","run_id":"r1","exec_id":"r1","id":"r1"}"#.utf8)
        for seed in 0..<1000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let delivery = CallbackDelivery(
                headers: [:], body: TextMutation.apply(to: body, &generator), receivedAt: Date(),
                secret: "")
            do {
                #expect(try await !provider.verify(delivery).runID.isEmpty, "seed \(seed)")
            } catch is CallbackRejection {
                continue
            }
        }
    }
}
