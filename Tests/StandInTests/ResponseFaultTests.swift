import DailiesJSON
import DailiesStandIn
import Foundation
import Testing

@Suite("A fault of a response")
struct ResponseFaultTests {
    /// Submissions to the providers, each with a member of the provider's error body.
    private static let submissions = [
        (TestStandIn.runflowText, "{\"input\": \(TestStandIn.input)}", "code"),
        (TestStandIn.falText, TestStandIn.input, "detail"),
        (
            "/v1/prediction",
            "{\"model\": \"kling-v3-pro-text-to-video\", \"input\": \(TestStandIn.input)}",
            "message"
        ),
    ]

    @Test(
        "has each provider's error format, and no run is created",
        arguments: ["401", "402", "403", "404", "422", "429", "500", "502", "503", "504"])
    func statuses(_ status: String) throws {
        let standIn = try TestStandIn()
        for (path, body, member) in Self.submissions {
            let reply = try standIn.post(path, body, headers: ["X-Dailies-Fault": status])
            #expect(reply.status == Int(status))
            #expect(reply.json[member] != nil, "\(path) \(reply.text)")
            #expect(reply.headers["retry-after"] == nil)
        }
        #expect(try standIn.stats().submissions == 0)
        #expect(try standIn.stats().faultsInjected == 3)
    }

    @Test("can have a Retry-After header")
    func retryAfter() throws {
        let standIn = try TestStandIn(
            faults: #"[{"on": "submit", "fault": "429", "times": 1, "retry-after": 7}]"#)
        let reply = try standIn.post(TestStandIn.falText, TestStandIn.input)
        #expect(reply.status == 429)
        #expect(reply.headers["retry-after"] == "7")
        #expect(try standIn.post(TestStandIn.falText, TestStandIn.input).status == 200)
    }

    @Test("can be an error page of a proxy instead of the provider's error")
    func gateway() throws {
        let standIn = try TestStandIn()
        for status in ["500", "502", "503", "504"] {
            let reply = try standIn.get(
                "/fal-ai/kling-video/requests/a/status",
                headers: ["X-Dailies-Fault": "\(status);gateway=true"])
            #expect(reply.status == Int(status))
            #expect(reply.headers["content-type"] == "text/html")
            #expect(reply.headers["x-fal-request-id"] == nil)
            #expect(reply.text.contains("nginx"))
        }
    }

    @Test("with status 422 has every error format")
    func shapes() throws {
        let standIn = try TestStandIn()
        func detail(_ shape: String) throws -> JSONValue {
            let reply = try standIn.post(
                TestStandIn.falText, TestStandIn.input,
                headers: ["X-Dailies-Fault": "422;shape=\(shape)"])
            #expect(reply.status == 422)
            return try #require(reply.json["detail"])
        }
        #expect(try detail("text").text != nil)
        #expect(try detail("array").elements?.first?["type"] == "image_too_small")
        #expect(
            try detail("array").elements?.first?["ctx"] == ["min_height": 300, "min_width": 300])
        #expect(try detail("pydantic").elements?.first?["type"] == "missing")
        #expect(try detail("policy").elements?.first?["type"] == "content_policy_violation")
        func runflow(_ shape: String) throws -> JSONValue {
            try standIn.post(
                TestStandIn.runflowText, "{}", headers: ["X-Dailies-Fault": "422;shape=\(shape)"]
            ).json
        }
        #expect(try runflow("array")["errors"]?.elements?.count == 1)
        #expect(try runflow("text")["error"]?.text != nil)
        #expect(try runflow("pydantic")["error"]?["message"]?.text != nil)
        #expect(try runflow("policy")["code"] == "CONTENT_POLICY_VIOLATION")
    }

    @Test("with status 404 can follow a submission for a while")
    func notFoundYet() throws {
        let standIn = try TestStandIn(
            faults: #"[{"on": "status", "provider": "fal", "fault": "404", "times": 2}]"#)
        let addresses = try standIn.submitToFal()
        #expect(try standIn.get(addresses.status).status == 404)
        #expect(try standIn.get("/v1/runs/none").json["code"] == "RUN_NOT_FOUND")
        #expect(try standIn.get(addresses.status).status == 404)
        #expect([200, 202].contains(try standIn.get(addresses.status).status))
        #expect(try standIn.stats().faultsInjected == 2)
    }

    @Test("applies after some requests, and to one provider only")
    func afterwards() throws {
        let standIn = try TestStandIn(
            faults: #"[{"on": "submit", "provider": "eachlabs", "fault": "503", "after": 1}]"#)
        for (path, body, _) in Self.submissions {
            #expect(try standIn.post(path, body).status < 300)
        }
        for (path, body, member) in Self.submissions {
            #expect(
                try standIn.post(path, body).status
                    == (member == "message" ? 503 : member == "code" ? 201 : 200))
        }
    }

    @Test("can be a redirect, or links to another host")
    func redirect() throws {
        let standIn = try TestStandIn()
        let reply = try standIn.get(
            "/v1/runs/a",
            headers: ["X-Dailies-Fault": "redirect;to=https://example.invalid/x;status=302"])
        #expect(reply.status == 302)
        #expect(reply.headers["location"] == "https://example.invalid/x")
        let addresses = try standIn.submitToFal(
            headers: ["X-Dailies-Fault": "foreign-url;host=evil.invalid"])
        for address in [addresses.status, addresses.response, addresses.cancel] {
            #expect(address.hasPrefix("https://evil.invalid/fal-ai/kling-video/requests/"))
        }
    }

    @Test("that is unknown is reported to the client that requested it")
    func unknown() throws {
        let standIn = try TestStandIn()
        let reply = try standIn.get("/v1/health", headers: ["X-Dailies-Fault": "explode"])
        #expect(reply.status == 400)
        #expect(reply.text.contains("explode"))
        #expect(try standIn.stats().faultsInjected == 0)
    }
}
