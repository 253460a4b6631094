import DailiesPlanning
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// Pictures in data URIs have the same limits as files.
struct InlinePictureTests {
    private func problems(_ pictures: String...) throws -> [String] {
        try problems(pictures)
    }

    /// The problems of shots that start with these pictures.
    private func problems(_ pictures: [String]) throws -> [String] {
        let shots = pictures.map { "{\"prompt\": \"A\", \"start_image_url\": \"\($0)\"}" }
        let text = "{\"provider\": \"fal\", \"shots\": [\(shots.joined(separator: ","))]}"
        let found = Planner(prices: try Shipped.prices()).plan(try list(text)).problems
        #expect(found.allSatisfy { $0.field == "start_image_url" })
        #expect(found.allSatisfy { $0.message.count < 200 })
        return found.map(\.message)
    }

    private func dataURI(_ bytes: Data) -> String {
        "data:image/png;base64," + bytes.base64EncodedString()
    }

    private func jpeg(_ width: Int, _ height: Int) throws -> Data {
        let folder = try TemporaryFolder()
        try GradientPicture.write(width: width, height: height, to: folder.file("a.jpg"))
        return try Data(contentsOf: URL(fileURLWithPath: folder.file("a.jpg")))
    }

    /// The header of a picture of 300 x 310 pixels in each format.
    static let heads: [(kind: String, head: Data)] = [
        ("PNG", png(300, 310)),
        (
            "WebP, lossy",
            Data("RIFF\u{22}\0\0\0WEBPVP8 \u{16}\0\0\0".utf8)
                + Data([0x50, 0x01, 0, 0x9D, 0x01, 0x2A, 0x2C, 0x01, 0x36, 0x41])
        ),
        (
            "WebP, lossless",
            // Each side minus 1 in 14 bits: 299, then 309.
            Data("RIFF\u{22}\0\0\0WEBPVP8L\u{16}\0\0\0".utf8)
                + Data([0x2F, 0x2B, 0x41, 0x4D, 0, 0, 0, 0, 0, 0])
        ),
        (
            "WebP, extended",
            Data("RIFF\u{22}\0\0\0WEBPVP8X\u{0A}\0\0\0".utf8)
                + Data([0, 0, 0, 0, 0x2B, 0x01, 0, 0x35, 0x01, 0])
        ),
    ]

    private static func png(_ width: UInt32, _ height: UInt32) -> Data {
        var head = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])
        head += Data("IHDR".utf8)
        for side in [width, height] {
            head += withUnsafeBytes(of: side.bigEndian) { Data($0) }
        }
        return head
    }

    @Test func aPictureWithinTheLimitsIsNoProblem() throws {
        for (kind, head) in Self.heads { #expect(try problems(dataURI(head)) == [], "\(kind)") }
        #expect(try problems(dataURI(try jpeg(400, 310))) == [])
    }

    @Test func aPictureOutsideTheLimitsIsAProblem() throws {
        #expect(
            try problems(dataURI(try jpeg(400, 290)))
                == ["it has 400x290 pixels; each side needs 300"])
        #expect(try problems(dataURI(Self.png(310, 299))).count == 1)
        let wide = try problems(dataURI(Self.png(1000, 300)))
        #expect(wide.count == 1)
        #expect(wide.first?.contains("too wide") == true)
        let heavy = try problems(dataURI(Self.png(300, 310) + Data(count: 10 << 20)))
        #expect(heavy == ["it has 10485784 bytes; at most 10485760 are allowed"])
    }

    @Test(arguments: [
        "data:image/png;base64,AAAA", "data:image/png,plain", "data:", "data:image/png;base64,?",
        "data:image/jpeg;base64,/9j/4AAQ", "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    ])
    func aDataURIWithoutAPictureIsAProblem(_ text: String) throws {
        let found = try problems(text)
        #expect(found.count == 1)
        #expect(found.first?.contains("no PNG, JPEG or WebP") == true)
    }

    /// A header that is truncated at any byte is refused, and nothing after its end is read.
    @Test func aTruncatedHeaderIsNoPicture() throws {
        for (kind, head) in Self.heads {
            let cut = head.indices.map { dataURI(head.prefix($0)) }
            #expect(try problems(cut).count == head.count, "\(kind)")
        }
        let whole = try jpeg(400, 310)
        let end = try #require(whole.firstRange(of: [0xFF, 0xC0])).lowerBound + 9
        let cut = (0..<end).map { dataURI(whole.prefix($0)) }
        #expect(try problems(cut).count == end)
    }
}
