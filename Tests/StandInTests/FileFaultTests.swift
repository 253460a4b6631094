import DailiesJSON
import DailiesStandIn
import Foundation
import Testing

@Suite("A fault of a download")
struct FileFaultTests {
    /// A stand-in with one finished clip, shared because generating one takes long.
    private struct Clip {
        let standIn: TestStandIn
        let run: String
        let bytes: Data
        let tag: String
        let length: Int
    }

    private static let clip = Result { () throws -> Clip in
        let standIn = try TestStandIn()
        let run = try standIn.runflowRun()
        let url = try run["output"]?["outputs"]?.elements?.first?["url"]?.text.unwrapped()
        let reply = try standIn.get(url ?? "")
        return Clip(
            standIn: standIn, run: try (run["id"]?.text).unwrapped(), bytes: reply.body,
            tag: try reply.headers["etag"].unwrapped(), length: reply.body.count)
    }

    private let shared: Clip
    private var standIn: TestStandIn { shared.standIn }

    init() throws { shared = try Self.clip.get() }

    /// The link in the current run object.
    private func link(_ fault: String? = nil) throws -> String {
        let run = try standIn.get(
            "/v1/runs/\(shared.run)", headers: fault.map { ["X-Dailies-Fault": $0] } ?? [:])
        return try #require(run.json["output"]?["outputs"]?.elements?.first?["url"]?.text)
    }

    private func fetch(_ fault: String, _ headers: [String: String] = [:]) throws -> Reply {
        try standIn.get(link(), headers: headers.merging(["X-Dailies-Fault": fault]) { $1 })
    }

    @Test("is an expired link, which the next run object replaces by a valid one")
    func expired() throws {
        let reply = try standIn.get(try link("expired;on=result"))
        #expect(reply.status == 403)
        #expect(reply.text.contains("Request has expired"))
        #expect(try fetch("expired").status == 403)
        #expect(try standIn.get(try link()).body == shared.bytes)
    }

    @Test("is a link to a closed port, or to another host")
    func links() throws {
        #expect(try link("closed-port").hasPrefix("http://127.0.0.1:1/"))
        #expect(try link("foreign-url;host=evil.invalid").hasPrefix("https://evil.invalid/"))
    }

    @Test("is a body shorter than announced")
    func short() throws {
        let reply = try fetch("short-body")
        #expect(reply.headers["content-length"] == String(shared.length))
        #expect(reply.body.count == shared.length / 2)
        #expect(reply.body == shared.bytes.prefix(shared.length / 2))
    }

    @Test("is half of the file, served as the whole")
    func wrongLength() throws {
        let reply = try fetch("wrong-length")
        #expect(reply.headers["content-length"] == String(shared.length / 2))
        #expect(reply.body == shared.bytes.prefix(shared.length / 2))
    }

    @Test("is a wrong file size in fal's result")
    func wrongSize() throws {
        let addresses = try standIn.submitToFal(headers: [
            "X-Dailies-Fault": "wrong-length;on=result"
        ]
        )
        let video = try #require(try standIn.falResult(addresses).json["video"])
        let count = try standIn.get(try #require(video["url"]?.text)).body.count
        #expect(video["file_size"] == .integer(count + 1000))
        #expect(try standIn.get(addresses.response).json["video"]?["file_size"] == .integer(count))
    }

    @Test("is a web page instead of the file")
    func html() throws {
        let reply = try fetch("html")
        #expect(reply.status == 200)
        #expect(reply.headers["content-type"]?.hasPrefix("text/html") == true)
        #expect(reply.text.contains("<html>"))
    }

    @Test("is another version of the file when a download is resumed")
    func entityTag() throws {
        let resuming = ["Range": "bytes=1000-", "If-Range": shared.tag]
        #expect(try standIn.get(link(), headers: resuming).status == 206)
        let whole = try fetch("etag", resuming)
        #expect(whole.status == 200)
        #expect(whole.headers["etag"] != shared.tag)
        #expect(whole.body.count == shared.length)
        let partial = try fetch("etag;partial=true", resuming)
        #expect(partial.status == 206)
        #expect(partial.headers["etag"] != shared.tag)
    }

    @Test("is a connection that is reset in the middle of the file")
    func reset() throws {
        let target = try link().dropFirst(standIn.server.baseURL.count)
        let head =
            "GET \(target) HTTP/1.1\r\nHost: a\r\nX-Dailies-Fault: reset-body;bytes=5000\r\n\r\n"
        let (bytes, error) = try sendInSequence(port: standIn.port, [Data(head.utf8)])
        #expect(error == ECONNRESET)
        #expect(bytes.suffix(5000) == shared.bytes.prefix(5000))
    }

    @Test("applies only to the file of the run whose submission requested it")
    func ofOneRun() throws {
        let addresses = try standIn.submitToFal(
            headers: ["X-Dailies-Fault": "403;on=file;times=2"])
        let url = try #require(try standIn.falResult(addresses).json["video"]?["url"]?.text)
        #expect(try standIn.get(link()).status == 200)
        #expect(try standIn.get(url).status == 403)
        #expect(try standIn.get(url).text.contains("<Code>"))
        #expect(try standIn.get(url).status == 200)
    }
}
