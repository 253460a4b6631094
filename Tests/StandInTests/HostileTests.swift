import DailiesStandIn
import Foundation
import Testing

@Suite("Hostile input")
struct HostileTests {
    let port: UInt16

    init() throws { port = try SharedClips.shared().server.port }

    private func expectAlive() throws {
        #expect(try request(port, "GET", "/v1/health").status == 200)
    }

    @Test(
        "that isn't a JSON object gets status 400",
        arguments: [
            Data(), Data("{".utf8), Data("nope".utf8), Data("[]".utf8), Data("\"a\"".utf8),
            Data([0xff, 0xfe, 0x00]),
            Data("{\"input\": \"".utf8) + Data([0xc3, 0x28]) + Data("\"}".utf8),
            Data("{\"input\": 1e999}".utf8), Data(repeating: UInt8(ascii: "]"), count: 1000),
            Data(repeating: UInt8(ascii: "["), count: 500_000),
            Data(String(repeating: "{\"a\":", count: 100_000).utf8),
            Data((String(repeating: "[", count: 65) + String(repeating: "]", count: 65)).utf8),
        ])
    func noJSON(_ body: Data) throws {
        let reply = try request(port, "POST", createPath, body: body)
        #expect(reply.status == 400)
        #expect(try reply.decoded(as: ErrorBody.self).code == "BAD_REQUEST")
    }

    @Test("larger than a megabyte gets status 413 if no picture is expected")
    func tooLarge() throws {
        let path = "/v1/asset-uploads"
        let reply = try request(
            port, "POST", path, body: Data(repeating: UInt8(ascii: " "), count: 3 << 20))
        #expect(reply.status == 413)
        #expect(try reply.decoded(as: ErrorBody.self).code == "PAYLOAD_TOO_LARGE")
        let limit = Data(repeating: UInt8(ascii: " "), count: 1 << 20)
        #expect(try request(port, "POST", path, body: limit).status == 400)
    }

    @Test(
        "in the path finds nothing",
        arguments: [
            "/files/../../etc/passwd", "/files/%2e%2e/%2e%2e/etc/passwd", "/files/%00",
            "/files//", "/%ff%fe", "/v1/runs/%00", "/v1/runs/..%2f..", "/v1/models//runs",
            "/v1//runs/%F0%28%8C%BC", "/_stand-in/", "//",
            "/v1/runs/" + String(repeating: "a", count: 9000),
        ])
    func paths(_ path: String) throws {
        let status = try request(port, "GET", path).status
        #expect((400..<500).contains(status) || path == "/v1/runs/%00")
    }

    @Test("in the header of a request ends only the connection")
    func heads() throws {
        for bytes in [
            "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{0}\u{1}\u{2}",
            "POST \(createPath) HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
            "POST \(createPath) HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST \(createPath) HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
            "GET /v1/runs?q=%ZZ%&&&==&q HTTP/1.0\r\n\r\n",
            "GET /v1/health HTTP/1.0\r\n\(String(repeating: "X: y\r\n", count: 9000))\r\n",
        ] {
            // After some of them the server may wait for more.
            _ = try exchange(port: port, Data(bytes.utf8), idleTimeout: 200)
            try expectAlive()
        }
    }

    @Test("that resets the connection during a download has no effect on others")
    func hangUp() throws {
        let clips = try SharedClips.shared()
        let clip = try clips.clip(.wide)
        for _ in 0..<20 {
            try abandon(port: port, Data("GET \(clip.target) HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        }
        #expect(try request(port, "GET", clip.target).body == clip.bytes)
    }

    @Test("ends with the server: the port is closed after stop, and stopping twice is allowed")
    func stop() throws {
        let server = try StandInServer.start(StandInServer.Options(latency: .zero))
        let port = server.port
        #expect(server.baseURL == "http://127.0.0.1:\(port)")
        // The generation of this clip is cancelled.
        let body = Data(#"{"input": {"prompt": "a", "duration": "15"}}"#.utf8)
        #expect(try request(port, "POST", createPath, body: body).status == 201)
        #expect(throws: (any Error).self) {
            _ = try StandInServer.start(StandInServer.Options(port: port, latency: .zero))
        }
        server.stop()
        server.stop()
        #expect(throws: ExchangeError.self) { try request(port, "GET", "/v1/health") }
    }
}
