import DailiesJSON
import DailiesMedia
import DailiesStandIn
import Foundation
import Testing

@Suite("A fault of a file")
struct FileFaultTests {
    /// A stand-in with one finished clip, shared because forging takes its time.
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

    /// The link that a look at the run gives.
    private func link(_ fault: String? = nil) throws -> String {
        let run = try standIn.get(
            "/v1/runs/\(shared.run)", headers: fault.map { ["X-Dailies-Fault": $0] } ?? [:])
        return try #require(run.json["output"]?["outputs"]?.elements?.first?["url"]?.text)
    }

    private func fetch(_ fault: String, _ headers: [String: String] = [:]) throws -> Reply {
        try standIn.get(link(), headers: headers.merging(["X-Dailies-Fault": fault]) { $1 })
    }

    @Test("is a link that is too old; another look gives a good one")
    func expired() throws {
        let reply = try standIn.get(try link("expired;on=result"))
        #expect(reply.status == 403)
        #expect(reply.text.contains("Request has expired"))
        #expect(try fetch("expired").status == 403)
        #expect(try standIn.get(try link()).body == shared.bytes)
    }

    @Test("is a link to a port where nobody listens, or to another host")
    func links() throws {
        #expect(try link("closed-port").hasPrefix("http://127.0.0.1:1/"))
        #expect(try link("foreign-url;host=evil.invalid").hasPrefix("https://evil.invalid/"))
    }

    @Test("is less than was announced")
    func short() throws {
        let reply = try fetch("short-body")
        #expect(reply.headers["content-length"] == String(shared.length))
        #expect(reply.body.count == shared.length / 2)
        #expect(reply.body == shared.bytes.prefix(shared.length / 2))
    }

    @Test("is half of it as if it were all")
    func wrongLength() throws {
        let reply = try fetch("wrong-length")
        #expect(reply.headers["content-length"] == String(shared.length / 2))
        #expect(reply.body == shared.bytes.prefix(shared.length / 2))
    }

    @Test("is a size in fal's result that isn't the file's")
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

    @Test("is a web page")
    func html() throws {
        let reply = try fetch("html")
        #expect(reply.status == 200)
        #expect(reply.headers["content-type"]?.hasPrefix("text/html") == true)
        #expect(reply.text.contains("<html>"))
    }

    @Test("is another version in the middle of a resumed download")
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

    @Test("is a connection torn down in the middle")
    func reset() throws {
        let target = try link().dropFirst(standIn.server.baseURL.count)
        let head =
            "GET \(target) HTTP/1.1\r\nHost: a\r\nX-Dailies-Fault: reset-body;bytes=5000\r\n\r\n"
        let (bytes, error) = try sendInSequence(port: standIn.port, [Data(head.utf8)])
        #expect(error == ECONNRESET)
        #expect(bytes.suffix(5000) == shared.bytes.prefix(5000))
    }

    @Test("strikes the file of one run alone where its submission asked for it")
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

@Suite("Faulty material")
struct MaterialFaultTests {
    private static let standIn = Result { try TestStandIn() }
    private let standIn: TestStandIn

    init() throws { standIn = try Self.standIn.get() }

    private func bytes(_ fault: String, sound: Bool = false) throws -> Data {
        let addresses = try standIn.submitToFal(
            "{\"prompt\": \"A\", \"duration\": \"3\", \"generate_audio\": \(sound)}",
            headers: ["X-Dailies-Fault": fault])
        let video = try #require(try standIn.falResult(addresses).json["video"])
        let reply = try standIn.get(try #require(video["url"]?.text))
        #expect(video["file_size"] == .integer(reply.body.count))
        return reply.body
    }

    private func measured(_ fault: String, sound: Bool = false) throws -> MeasuredClip {
        try MeasuredClip(of: try bytes(fault, sound: sound))
    }

    @Test("is too short")
    func short() throws {
        #expect(try measured("short").times.count == 49)
        #expect(try measured("short;seconds=1").times.count == 25)
    }

    @Test("has no sound, none to hear, or sound that nobody asked for")
    func sound() throws {
        #expect(try measured("mute", sound: true).sound == nil)
        let silent = try measured("silent", sound: true)
        #expect(silent.sound != nil)
        #expect(silent.samples.allSatisfy { abs($0) < 0.0001 } && !silent.samples.isEmpty)
        #expect(try measured("unwanted-sound").sound != nil)
    }

    @Test("has another shape, or another rate")
    func format() throws {
        let shape = try #require(try measured("wrong-shape").picture)
        #expect((shape.width, shape.height) == (720, 720))
        let rate = try #require(try measured("wrong-rate").picture)
        #expect(rate.frameCountFromHeader == 91)
        let other = try #require(try measured("wrong-rate;rate=25").picture)
        #expect(other.frameCountFromHeader == 76)
    }

    @Test("is black, or stands still")
    func picture() throws {
        #expect(try measured("black").brightness.allSatisfy { $0 < 17 })
        let frozen = try measured("frozen")
        let first = try #require(frozen.thumbnails.first)
        #expect(frozen.thumbnails.count == 73)
        #expect(frozen.thumbnails.allSatisfy { MeasuredClip.distance(first, $0) < 2 })
    }

    @Test("ends early, or is damaged in the middle")
    func damage() throws {
        #expect(throws: (any Error).self) { _ = try measured("truncated") }
        let whole = try bytes("price")
        let corrupt = try bytes("corrupt")
        #expect(corrupt.suffix(1000).firstRange(of: Data("udta".utf8)) != nil)
        #expect(whole.prefix(16) == corrupt.prefix(16))
        let damaged = try? MeasuredClip(of: corrupt)
        #expect(damaged?.thumbnails != (try MeasuredClip(of: whole)).thumbnails)
    }
}
