import DailiesStandIn
import Foundation
import Testing

@Suite("A clip's file")
struct FileTests {
    let clip: SharedClips.GeneratedClip
    let port: UInt16

    init() throws {
        let clips = try SharedClips.shared()
        port = clips.server.port
        clip = try clips.clip(.wide)
    }

    private func get(_ headers: [String: String] = [:], method: String = "GET") throws -> Reply {
        try request(port, method, clip.target, headers: headers)
    }

    @Test("is served whole, with its length and a strong entity tag")
    func whole() throws {
        let reply = try get()
        #expect(reply.status == 200)
        #expect(reply.body == clip.bytes)
        #expect(reply.headers["content-type"] == "video/mp4")
        #expect(reply.headers["content-length"] == String(clip.bytes.count))
        #expect(reply.headers["accept-ranges"] == "bytes")
        #expect(try #require(reply.headers["etag"]).hasPrefix("\""))
        // The index is at the end, as the model delivers it.
        let index = try #require(clip.bytes.lastRange(of: Data("moov".utf8)))
        let media = try #require(clip.bytes.firstRange(of: Data("mdat".utf8)))
        #expect(media.lowerBound < index.lowerBound)
    }

    @Test("has the same header and no body for HEAD")
    func head() throws {
        let reply = try get(method: "HEAD")
        #expect(reply.status == 200)
        #expect(reply.body.isEmpty)
        #expect(reply.headers["content-length"] == String(clip.bytes.count))
    }

    @Test("is served in ranges")
    func ranges() throws {
        let count = clip.bytes.count
        for (range, first, last) in [
            ("bytes=0-0", 0, 0), ("bytes=100-199", 100, 199), ("bytes=1000-", 1000, count - 1),
            ("bytes=-500", count - 500, count - 1), ("bytes=10-99999999999", 10, count - 1),
        ] {
            let reply = try get(["Range": range])
            #expect(reply.status == 206)
            #expect(reply.headers["content-range"] == "bytes \(first)-\(last)/\(count)")
            #expect(reply.headers["content-length"] == String(last - first + 1))
            #expect(reply.body == clip.bytes[first...last])
        }
    }

    @Test("has no range beyond its end")
    func unsatisfiable() throws {
        let reply = try get(["Range": "bytes=\(clip.bytes.count)-"])
        #expect(reply.status == 416)
        #expect(reply.headers["content-range"] == "bytes */\(clip.bytes.count)")
    }

    @Test("is served from a range only if the client has the same version")
    func conditions() throws {
        let tag = try #require(try get(method: "HEAD").headers["etag"])
        #expect(try get(["Range": "bytes=5-", "If-Range": tag]).status == 206)
        #expect(try get(["Range": "bytes=5-", "If-Range": "\"other\""]).status == 200)
        #expect(try get(["Range": "bytes=5-", "If-Range": "W/\(tag)"]).status == 200)
        let unchanged = try get(["If-None-Match": "\"other\", \(tag)"])
        #expect(unchanged.status == 304)
        #expect(unchanged.body.isEmpty)
        #expect(unchanged.headers["etag"] == tag)
        #expect(unchanged.headers["content-length"] != "0")
        #expect(try get(["If-None-Match": "\"other\""]).status == 200)
    }

    @Test("is refused without a valid signature")
    func signature() throws {
        let path = try #require(clip.target.split(separator: "?").first)
        for target in [
            String(path), String(clip.target.dropLast()) + "!", "\(path)?X-Signature=00",
            clip.target.replacing("X-Expires=1", with: "X-Expires=2"),
        ] {
            let reply = try request(port, "GET", target)
            #expect(reply.status == 403, "\(target)")
            #expect(reply.headers["content-type"] == "application/xml")
            #expect(String(decoding: reply.body, as: UTF8.self).contains("SignatureDoesNotMatch"))
        }
        #expect(try request(port, "POST", clip.target).status == 405)
    }

    @Test("has a signature that is valid for one path until it expires")
    func expiry() {
        let signer = LinkSigner(lifetime: .seconds(60))
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let query = signer.query(for: "/files/a", now: now)
        let fields = Dictionary(
            uniqueKeysWithValues: query.split(separator: "&").map { field in
                let parts = field.split(separator: "=")
                return (String(parts[0]), String(parts[1]))
            })
        #expect(signer.problem(of: fields, for: "/files/a", now: now + 59) == nil)
        #expect(signer.problem(of: fields, for: "/files/a", now: now + 60) == .expired)
        #expect(signer.problem(of: fields, for: "/files/b", now: now) == .signatureDoesNotMatch)
    }
}
