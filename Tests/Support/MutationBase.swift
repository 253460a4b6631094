package import Foundation

/// The undamaged films for mutations, one for each form of an index.
package enum MutationBase: String, Sendable, CaseIterable {
    case inFront, atTheEnd, inFragments, withoutEdits, trimmed, hevc, mono

    /// The films that can be made on this machine.
    package static let available = allCases.filter {
        $0 != .hevc || (FFmpegProgram.isInstalled && FFmpegProgram.encodes(["libx265"]))
    }

    /// The bytes of the film: six frames and their sound.
    package func film() throws -> Data {
        var forge = ClipForge()
        (forge.width, forge.height, forge.frames) = (64, 64, 6)
        switch self {
        case .inFront, .trimmed: forge.isFaststart = true
        case .atTheEnd, .hevc: break
        case .inFragments:
            forge.x264["g"] = "3"
            forge.muxing = ["movflags": "frag_keyframe+empty_moov"]
        case .withoutEdits: forge.muxing = ["use_editlist": "0"]
        case .mono: forge.sound?.channels = 1
        }
        let film = try forge.film()
        return switch self {
        case .trimmed: Self.trimmed(film)
        case .hevc: try Self.recoded(film)
        default: film
        }
    }

    /// The film with edit lists that start at its third frame.
    private static func trimmed(_ film: Data) -> Data {
        var film = film
        for box in NestedBoxes(film).all("elst") {
            // The start follows version, count and duration; 3/24 s is longer than either frame's delay.
            let place = box.payload.lowerBound + 12
            film.put(film.number(at: place) + 1024, at: place)
        }
        return film
    }

    private static func recoded(_ film: Data) throws -> Data {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let source = try folder.write(film, as: "source.mp4")
        try FFmpegProgram.convert(
            source, to: folder.file("clip.mp4"),
            ["-c:a", "copy", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "pools=1"])
        return try Data(contentsOf: URL(fileURLWithPath: folder.file("clip.mp4")))
    }
}
