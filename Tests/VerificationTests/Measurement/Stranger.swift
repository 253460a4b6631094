import DailiesTestSupport
import Foundation
import Testing

/// Something that lies where a film should: its bytes, and the words that must name it.
struct Stranger: Sendable, CustomTestStringConvertible {
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
        Stranger("page", "<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        Stranger("page without a type", "  <html><head></head></html>", "web page"),
        Stranger("loud page", "\n\n<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML\">", "web page"),
        Stranger("page behind a mark", "\u{FEFF}<!doctype html><title>502</title>", "web page"),
        Stranger("JSON error", "{\"detail\":\"Not Found\"}", "error message (JSON)"),
        Stranger("JSON errors", "[{\"error\":{\"code\":403}}]", "error message (JSON)"),
        Stranger("JSON", "{\"video\":{\"url\":\"\"}}", "JSON document"),
        Stranger(
            "S3 error", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
            "error message (XML)"),
        Stranger("S3 error without a head", "<Error><Code>NoSuchKey</Code>", "(XML)"),
        Stranger("XML", "<?xml version=\"1.0\"?><rss></rss>", "XML document"),
        Stranger(
            "LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
            "LFS pointer"),
        Stranger("HTTP header", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HTTP header"),
        Stranger("HTTP/2 header", "HTTP/2 200\r\ncontent-type: video/mp4\r\n\r\n", "HTTP header"),
        Stranger("playlist", "#EXTM3U\n#EXT-X-VERSION:3\nother.ts\n", "playlist"),
        Stranger("ffconcat", "ffconcat version 1.0\nfile 'secret.mp4'\n", "playlist"),
        Stranger("text", "upstream connect error or disconnect", "no MP4 film"),
    ]

    static let pictures = [
        Stranger("PNG", Data([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]) + Data(count: 64), "PNG"),
        Stranger("JPEG", Data([0xFF, 0xD8, 0xFF, 0xE0]) + Data(count: 64), "JPEG"),
        Stranger("GIF", "GIF89a.............", "GIF"),
        Stranger("WebP", "RIFF\u{10}\0\0\0WEBPVP8 ", "WebP"),
        Stranger("ZIP", "PK\u{3}\u{4}\u{14}\0\0\0\u{8}\0", "ZIP"),
        Stranger("gzip", Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]), "gzip"),
        Stranger("PDF", "%PDF-1.7\n", "PDF"),
    ]

    static let nothings = [
        Stranger("empty", Data(), "empty"),
        Stranger("zeros", Data(count: 5000), "only zeros"),
        Stranger("one byte", Data([0]), "only zeros"),
    ]

    /// What providers' answers leave when they are saved in the wrong form.
    static let wronglyDecoded: [Stranger] = {
        guard let film = try? ClipForge().film() else { return [] }
        let text = film.base64EncodedString()
        let lines = film.base64EncodedString(options: [.lineLength76Characters])
        let safe = text.replacing("+", with: "-").replacing("/", with: "_")
        let shifted = text.dropFirst(3).prefix((text.count - 3) / 4 * 4)
        return [
            Stranger("base64", text, "base64"),
            Stranger("base64 in lines", lines, "base64"),
            Stranger("base64 for addresses", safe, "base64"),
            Stranger("data address", "data:video/mp4;base64," + text, "base64"),
            Stranger("shifted", Data(base64Encoded: String(shifted)) ?? Data(), "no MP4 film"),
        ]
    }()
}
