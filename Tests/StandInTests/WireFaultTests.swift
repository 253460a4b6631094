import DailiesHTTP
import DailiesJSON
import DailiesStandIn
import Foundation
import Testing

@Suite("A fault of the transfer")
struct WireFaultTests {
    /// The bytes that a client received, and how the connection ended.
    private struct Received {
        let bytes: Data
        let isReset: Bool

        /// The bytes after the header.
        var body: Data {
            bytes.firstRange(of: Data("\r\n\r\n".utf8)).map { Data(bytes[$0.upperBound...]) }
                ?? Data()
        }

        /// The value of `Content-Length`.
        var announced: Int? {
            String(decoding: bytes, as: UTF8.self).firstMatch(of: /Content-Length: (\d+)/)
                .flatMap { Int($0.1) }
        }
    }

    private func receive(
        _ standIn: TestStandIn, _ method: String, _ path: String, _ fault: String, body: String = ""
    ) throws -> Received {
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: a\r\nX-Dailies-Fault: \(fault)\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n"
        let (bytes, error) = try sendInSequence(port: standIn.port, [Data((head + body).utf8)])
        return Received(bytes: bytes, isReset: error == ECONNRESET)
    }

    private let runflowBody = "{\"input\": \(TestStandIn.input)}"

    @Test("resets the connection before the request is handled")
    func reset() throws {
        let standIn = try TestStandIn()
        let received = try receive(
            standIn, "POST", TestStandIn.runflowText, "reset", body: runflowBody)
        #expect(received.bytes.isEmpty && received.isReset)
        #expect(try standIn.stats().submissions == 0)
        #expect(try standIn.stats().faultsInjected == 1)
    }

    @Test("resets the connection after a part of the body")
    func resetBody() throws {
        let standIn = try TestStandIn()
        let received = try receive(
            standIn, "POST", TestStandIn.runflowText, "reset-body;bytes=100", body: runflowBody)
        #expect(received.isReset)
        #expect(received.body.count == 100)
        #expect(try #require(received.announced) > 100)
        #expect(try standIn.stats().submissions == 1)
        let atOnce = try receive(
            standIn, "POST", TestStandIn.runflowText, "reset-body", body: runflowBody)
        #expect(atOnce.isReset && atOnce.body.isEmpty)
    }

    @Test("loses the response to an accepted submission", arguments: [false, true])
    func lostAnswer(_ isReset: Bool) throws {
        let standIn = try TestStandIn()
        let received = try receive(
            standIn, "POST", TestStandIn.runflowText, "lost-answer;reset=\(isReset)",
            body: runflowBody)
        #expect(received.bytes.isEmpty && received.isReset == isReset)
        #expect(try standIn.stats().submissions == 1)
    }

    @Test("loses the response only on a reused connection")
    func lostOnReused() throws {
        let standIn = try TestStandIn(
            faults: #"[{"on": "submit", "fault": "lost-answer", "reused": true}]"#,
            extraFeatures: [.records])
        #expect(try standIn.post(TestStandIn.runflowText, runflowBody).status == 201)
        let first = Data("GET /v1/health HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let second = Data(
            ("POST \(TestStandIn.runflowText) HTTP/1.1\r\nHost: a\r\n"
                + "Content-Length: \(runflowBody.utf8.count)\r\n\r\n\(runflowBody)").utf8)
        let (bytes, error) = try sendInSequence(port: standIn.port, [first, second])
        #expect(error == 0)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
        #expect(text.contains("\"ok\""))
        #expect(try standIn.stats().submissions == 2)
        #expect(try standIn.stats().faultsInjected == 1)
    }

    @Test("sends the body slowly, or stalls for a while")
    func slow() throws {
        let standIn = try TestStandIn(extraFeatures: [.lists, .records])
        let whole = try standIn.get("/v1/runs").body
        for fault in ["slow;rate=2000", "stall;bytes=10;seconds=0.2"] {
            let began = ContinuousClock.now
            let received = try standIn.get(
                "/v1/runs", headers: ["X-Dailies-Fault": fault])
            #expect(received.body == whole)
            #expect(received.status == 200)
            if fault.hasPrefix("stall") {
                #expect(began.duration(to: .now) >= .milliseconds(200))
            } else {
                #expect(began.duration(to: .now) >= .milliseconds(50))
            }
        }
    }

    @Test("stalls forever")
    func stall() throws {
        let standIn = try TestStandIn(extraFeatures: [.lists, .records])
        let received = try exchange(
            port: standIn.port,
            Data(
                "GET /v1/runs HTTP/1.1\r\nHost: a\r\nX-Dailies-Fault: stall;bytes=5\r\n\r\n".utf8)
        ) { Received(bytes: $0, isReset: false).body.count >= 5 }
        let text = String(decoding: received, as: UTF8.self)
        #expect(text.hasSuffix("\r\n\r\n{\"ite"))
    }

    @Test("closes the connection before the end of the body")
    func shortBody() throws {
        let standIn = try TestStandIn(extraFeatures: [.lists, .records])
        let received = try receive(standIn, "GET", "/v1/runs", "short-body;bytes=4")
        #expect(received.body.count == 4 && !received.isReset)
        #expect(try #require(received.announced) > 4)
    }

    @Test("refuses connections, and later accepts them on the same port")
    func refuse() throws {
        let away = try TestStandIn(extraFeatures: [.lists, .records])
        let fault = ["X-Dailies-Fault": "refuse;seconds=86400"]
        #expect(try away.get("/v1/runs", headers: fault).status == 200)
        #expect(throws: ExchangeError.self) { _ = try away.get("/v1/health") }

        let back = try TestStandIn(extraFeatures: [.lists, .records])
        let short = ["X-Dailies-Fault": "refuse;seconds=0.1"]
        #expect(try back.get("/v1/runs", headers: short).status == 200)
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let reply = try? back.get("/v1/health") {
                #expect(reply.status == 200)
                return
            }
        }
        Issue.record("the server doesn't accept connections again")
    }
}
