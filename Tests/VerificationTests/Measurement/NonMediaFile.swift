import DailiesTestSupport
import Foundation
import Testing

/// A file that isn't a video: its bytes, and the text with which it must be identified.
struct NonMediaFile: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: Data
    let words: String
    var testDescription: String { name }

    init(_ name: String, _ bytes: Data, _ words: String) {
        self.name = name
        self.bytes = bytes
        self.words = words
    }

    init(_ name: String, _ text: String, _ words: String) {
        self.init(name, Data(text.utf8), words)
    }

    static let texts = [
        NonMediaFile("page", "<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        NonMediaFile("page without a type", "  <html><head></head></html>", "web page"),
        NonMediaFile(
            "upper-case page", "\n\n<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML\">", "web page"),
        NonMediaFile("page behind a mark", "\u{FEFF}<!doctype html><title>502</title>", "web page"),
        NonMediaFile("JSON error", "{\"detail\":\"Not Found\"}", "error message (JSON)"),
        NonMediaFile("JSON errors", "[{\"error\":{\"code\":403}}]", "error message (JSON)"),
        NonMediaFile("JSON", "{\"video\":{\"url\":\"\"}}", "JSON document"),
        NonMediaFile(
            "S3 error", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
            "error message (XML)"),
        NonMediaFile("S3 error without a head", "<Error><Code>NoSuchKey</Code>", "(XML)"),
        NonMediaFile("XML", "<?xml version=\"1.0\"?><rss></rss>", "XML document"),
        NonMediaFile(
            "LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
            "LFS pointer"),
        NonMediaFile("HTTP header", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HTTP header"),
        NonMediaFile(
            "HTTP/2 header", "HTTP/2 200\r\ncontent-type: video/mp4\r\n\r\n", "HTTP header"),
        NonMediaFile("playlist", "#EXTM3U\n#EXT-X-VERSION:3\nother.ts\n", "playlist"),
        NonMediaFile("ffconcat", "ffconcat version 1.0\nfile 'secret.mp4'\n", "playlist"),
        NonMediaFile("text", "upstream connect error or disconnect", "no video in MP4 or WebM"),
    ]

    static let pictures = [
        NonMediaFile(
            "PNG", Data([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]) + Data(count: 64), "PNG"),
        NonMediaFile("JPEG", Data([0xFF, 0xD8, 0xFF, 0xE0]) + Data(count: 64), "JPEG"),
        NonMediaFile("GIF", "GIF89a.............", "GIF"),
        NonMediaFile("WebP", "RIFF\u{10}\0\0\0WEBPVP8 ", "WebP"),
        NonMediaFile("ZIP", "PK\u{3}\u{4}\u{14}\0\0\0\u{8}\0", "ZIP"),
        NonMediaFile("gzip", Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]), "gzip"),
        NonMediaFile("PDF", "%PDF-1.7\n", "PDF"),
    ]

    static let nothings = [
        NonMediaFile("empty", Data(), "empty"),
        NonMediaFile("zeros", Data(count: 5000), "only zeros"),
        NonMediaFile("one byte", Data([0]), "only zeros"),
    ]

    /// Responses of providers, saved in the wrong encoding.
    static let wronglyDecoded: [NonMediaFile] = {
        guard let film = try? ClipForge().film() else { return [] }
        let text = film.base64EncodedString()
        let lines = film.base64EncodedString(options: [.lineLength76Characters])
        let safe = text.replacing("+", with: "-").replacing("/", with: "_")
        let shifted = text.dropFirst(3).prefix((text.count - 3) / 4 * 4)
        return [
            NonMediaFile("base64", text, "base64"),
            NonMediaFile("base64 in lines", lines, "base64"),
            NonMediaFile("base64 for addresses", safe, "base64"),
            NonMediaFile("data address", "data:video/mp4;base64," + text, "base64"),
            NonMediaFile(
                "shifted", Data(base64Encoded: String(shifted)) ?? Data(), "no video in MP4 or WebM"
            ),
        ]
    }()
}
