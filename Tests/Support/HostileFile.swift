import Foundation

/// A file that makes a naive reader open another file or an address.
package struct HostileFile: Sendable, CustomStringConvertible {
    package let name: String
    /// The options with which ffprobe follows the reference; `nil` if it never does.
    package let ffprobeOptions: [String]?
    private let bytes: @Sendable (WatchedClip, ConnectionCounter) throws -> Data

    package var description: String { name }

    /// Writes the file into the folder of the watched clip.
    package func write(
        into folder: TemporaryFolder, _ watchedClip: WatchedClip,
        _ connectionCounter: ConnectionCounter
    ) throws -> String {
        try folder.write(bytes(watchedClip, connectionCounter), as: "hostile.mp4")
    }

    package static let all = [
        playlist("playlist, by name") { _, _ in "canary.mp4" },
        playlist("playlist, by path") { watchedClip, _ in watchedClip.path },
        playlist("playlist, by file address") { watchedClip, _ in "file:" + watchedClip.path },
        playlist("playlist, by web address") { _, connectionCounter in
            "http://127.0.0.1:\(connectionCounter.port)/canary.mp4"
        },
        HostileFile(name: "ffconcat", ffprobeOptions: ["-f", "concat", "-safe", "0"]) { _, _ in
            Data("ffconcat version 1.0\nfile canary.mp4\n".utf8)
        },
        // A reference in an MP4: the media of the track are in another file (ISO/IEC 14496-12, 8.7.2).
        HostileFile(name: "alias", ffprobeOptions: ["-enable_drefs", "1"]) { _, _ in
            try referring(to: alias(to: "canary.mp4", levelsUp: 1))
        },
        HostileFile(
            name: "alias by path",
            ffprobeOptions: ["-enable_drefs", "1", "-use_absolute_path", "1"]
        ) { watchedClip, _ in
            try referring(to: alias(to: watchedClip.path, levelsUp: 0))
        },
        // QuickTime players follow these references, libavformat doesn't.
        HostileFile(name: "address in an MP4", ffprobeOptions: nil) { watchedClip, _ in
            try referring(
                to: .box("url ", Data(count: 4) + Data("file://\(watchedClip.path)\0".utf8)))
        },
        HostileFile(name: "web address in an MP4", ffprobeOptions: nil) { _, connectionCounter in
            let address = "http://127.0.0.1:\(connectionCounter.port)/canary.mp4\0"
            return try referring(to: .box("url ", Data(count: 4) + Data(address.utf8)))
        },
    ]

    private static func playlist(
        _ name: String, _ entry: @escaping @Sendable (WatchedClip, ConnectionCounter) -> String
    ) -> HostileFile {
        HostileFile(
            name: name,
            ffprobeOptions: [
                "-f", "hls", "-allowed_extensions", "ALL", "-protocol_whitelist", "file,http,tcp",
            ]
        ) { watchedClip, connectionCounter in
            let lines = [
                "#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:1", "#EXTINF:1,",
                entry(watchedClip, connectionCounter), "#EXT-X-ENDLIST", "",
            ]
            return Data(lines.joined(separator: "\n").utf8)
        }
    }

    // MARK: References in an MP4

    /// A valid clip whose tracks all refer to another file for their media.
    private static func referring(to entry: Data) throws -> Data {
        var forge = ClipForge()
        forge.frames = 3
        // The index is at the end of the file, so its growth doesn't move any sample.
        var film = try forge.film()
        for box in NestedBoxes(film).all("dref").reversed() {
            let content = Data([0, 0, 0, 0, 0, 0, 0, 1]) + entry
            let growth = content.count - box.payload.count
            film.replaceSubrange(box.payload, with: content)
            for place in box.parents + [box.range.lowerBound] {
                film.put(UInt32(Int(film.number(at: place)) + growth), at: place)
            }
        }
        return film
    }

    /// A Macintosh alias record in the form that `mov_read_dref` of libavformat reads.
    ///
    /// - Parameter levelsUp: the number of levels from the film up to the common folder of both
    ///   files; 0 for an absolute path.
    private static func alias(to path: String, levelsUp: UInt8) -> Data {
        let name = levelsUp > 0 ? "/" + path : path
        let text = Data(name.utf8) + Data(count: name.utf8.count % 2)
        var record = Data(count: 4 + 10) + field("disk", 27) + Data(count: 12)
        record += field("canary.mp4", 63) + Data(count: 16)
        record += Data([0, levelsUp, 0, levelsUp]) + Data(count: 16)
        let length = UInt16(text.count)
        record += Data([0, 2, UInt8(length >> 8), UInt8(length & 0xFF)]) + text
        return .box("alis", record + Data([0xFF, 0xFF, 0, 0]))
    }

    /// A text in a field of `size` bytes, preceded by its length in one byte.
    private static func field(_ text: String, _ size: Int) -> Data {
        Data([UInt8(text.utf8.count)]) + Data(text.utf8) + Data(count: size - text.utf8.count)
    }
}
