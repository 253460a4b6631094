/// Identifies a file that libav can't open as a video by its first bytes and names its type for a user.
package struct FileKind: Hashable, Sendable {
    /// What is wrong with the file.
    package enum Fault: Hashable, Sendable {
        case empty
        case notMedia
        /// The index is missing.
        case truncated
        /// The index can't be read.
        case damaged
    }

    package let fault: Fault
    /// A sentence without its period, about the file.
    package let message: String

    private init(_ fault: Fault, _ message: String) {
        self.fault = fault
        self.message = message
    }

    /// Explains why libav could not open a file.
    package static func explain(_ file: FileBytes) -> FileKind {
        guard file.count > 0 else {
            return FileKind(.empty, "the file is empty (0 bytes)")
        }
        let head = file.read(at: 0, 4096)
        if head.allSatisfy({ $0 == 0 }) {
            let places = [file.count / 2, file.count - 4096].map { max(0, $0) }
            let isEmpty = places.allSatisfy { file.read(at: $0, 4096).allSatisfy { $0 == 0 } }
            return notMedia(
                isEmpty
                    ? "it holds only zeros: its space was reserved, but nothing was written"
                    : "it begins with zeros: its beginning was never written")
        }
        if let words = textKind(head) { return notMedia(words) }
        let boxes = TopLevelBoxes(file)
        if boxes.first("ftyp") != nil || boxes.first("mdat") != nil {
            return boxes.first("moov") == nil
                ? FileKind(
                    .truncated,
                    "the index (moov) is missing: the download was cut off, or the "
                        + "writer never finished")
                : FileKind(
                    .damaged, "the index (moov) is present but can't be read")
        }
        if MatroskaFile.hasSignature(file) { return matroska(file) }
        if let name = otherFormat(head) {
            return notMedia("it is \(name), not a video in MP4 or WebM")
        }
        return notMedia("it is no video in MP4 or WebM: it contains nothing of these formats")
    }

    private static func matroska(_ file: FileBytes) -> FileKind {
        let content = MatroskaFile(file)
        if let type = content?.documentType, !["webm", "matroska"].contains(type) {
            return notMedia("it is an EBML document of another type than WebM and Matroska")
        }
        let name = content?.documentType == "webm" ? "a WebM file" : "a Matroska file"
        return content?.hasMedia == true
            ? FileKind(.damaged, "it is \(name) that can't be read")
            : FileKind(
                .truncated,
                "it is \(name) without pictures and sound: the download was cut off, or the "
                    + "writer never finished")
    }

    private static func notMedia(_ message: String) -> FileKind { FileKind(.notMedia, message) }

    private static func textKind(_ head: [UInt8]) -> String? {
        var text = String(decoding: head, as: UTF8.self)
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        let start = text.drop { $0.isWhitespace }.prefix(600).lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") {
            return "it is a web page (HTML) saved under a video's name"
        }
        if start.hasPrefix("<?xml") || start.hasPrefix("<error") {
            return start.contains("<error")
                ? "it is a storage server's error message (XML), not a video"
                : "it is an XML document, not a video"
        }
        if start.hasPrefix("{") || start.hasPrefix("[") {
            return start.contains("error") || start.contains("detail") || start.contains("message")
                ? "it is a server's error message (JSON), not a video"
                : "it is a JSON document, not a video"
        }
        if start.hasPrefix("version https://git-lfs") {
            return "it is a Git LFS pointer: the video itself was never fetched (git lfs pull)"
        }
        if start.hasPrefix("http/1.") || start.hasPrefix("http/2") {
            return "an HTTP header was saved in front of the video"
        }
        if start.hasPrefix("#extm3u") || start.hasPrefix("ffconcat") {
            return "it is a playlist, not a video"
        }
        if start.hasPrefix("data:"), start.prefix(100).contains(";base64,") {
            return "it is a data URL whose base64 text was never decoded"
        }
        let isBase64 = head.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
                UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "_"), 10, 13:
                true
            default: false
            }
        }
        return isBase64 && head.count >= 64
            ? "it is base64 text that was never decoded" : nil
    }

    private static func otherFormat(_ head: [UInt8]) -> String? {
        let known: [([UInt8], String)] = [
            (Array("RIFF".utf8), "a RIFF file (AVI, WAV or WebP)"),
            (Array("GIF8".utf8), "a GIF picture"),
            ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
            ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
            (Array("PK".utf8), "a ZIP archive"),
            ([0x1F, 0x8B], "gzip-compressed data"),
            (Array("%PDF".utf8), "a PDF document"),
            (Array("FLV".utf8), "a Flash video"),
        ]
        // ISO/IEC 13818-1, 2.4.3.2: every packet of 188 bytes begins with 0x47.
        if head.count > 376, head[0] == 0x47, head[188] == 0x47, head[376] == 0x47 {
            return "an MPEG transport stream"
        }
        return known.first { head.starts(with: $0.0) }?.1
    }
}
