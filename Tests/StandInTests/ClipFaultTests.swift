import DailiesJSON
import DailiesMedia
import DailiesStandIn
import Foundation
import Testing

@Suite("A clip with a fault")
struct ClipFaultTests {
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

    @Test("has no sound, a silent sound track, or sound that was not requested")
    func sound() throws {
        #expect(try measured("mute", sound: true).sound == nil)
        let silent = try measured("silent", sound: true)
        #expect(silent.sound != nil)
        #expect(silent.samples.allSatisfy { abs($0) < 0.0001 } && !silent.samples.isEmpty)
        #expect(try measured("unwanted-sound").sound != nil)
    }

    @Test("has another aspect ratio, or another frame rate")
    func format() throws {
        let shape = try #require(try measured("wrong-shape").picture)
        #expect((shape.width, shape.height) == (720, 720))
        let rate = try #require(try measured("wrong-rate").picture)
        #expect(rate.frameCountFromHeader == 91)
        let other = try #require(try measured("wrong-rate;rate=25").picture)
        #expect(other.frameCountFromHeader == 76)
    }

    @Test("is black, or frozen")
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
