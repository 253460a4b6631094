import DailiesDigest
import DailiesJSON
import DailiesStandIn
import Foundation
import Testing

@Suite("The log of requests")
struct RequestLogTests {
    @Test("shows which requests had which key, but not the key")
    func credentials() throws {
        let standIn = try TestStandIn()
        _ = try standIn.get("/v1/health", headers: ["Authorization": "Bearer rf_live_abc"])
        _ = try standIn.get("/v1/executions", headers: ["X-API-Key": "each-key"])
        _ = try standIn.get(
            "/media/none/a.mp4?X-Signature=hidden", headers: ["Accept": "video/mp4"])
        let reply = try standIn.get("/_stand-in/requests")
        let requests = try #require(reply.json["requests"]?.elements)
        #expect(
            requests.map { $0["path"]?.text } == [
                "/v1/health", "/v1/executions", "/media/none/a.mp4",
            ])
        #expect(requests.allSatisfy { $0["method"] == "GET" })
        func digest(_ key: String) -> JSONValue {
            .string(String(SHA256Digest(of: Data(key.utf8)).hex.prefix(16)))
        }
        #expect(
            requests[0]["headers"]?["authorization"]
                == ["credential": true, "sha256": digest("rf_live_abc")])
        #expect(
            requests[1]["headers"]?["x-api-key"]
                == ["credential": true, "sha256": digest("each-key")])
        #expect(requests[2]["headers"]?["accept"] == ["credential": false])
        for secret in ["rf_live_abc", "each-key", "hidden"] {
            #expect(!reply.text.contains(secret))
        }
    }
}
