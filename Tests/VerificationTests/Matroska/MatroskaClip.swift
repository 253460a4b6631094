import DailiesTestSupport
import Foundation

/// Kinds of Matroska and WebM files, made by ffmpeg: three seconds of picture and sound.
enum MatroskaClip: String, Sendable, CaseIterable {
    case vp9, vp8, av1, h264, hevc, live

    /// The kinds that can be made on this machine.
    static let available = allCases.filter {
        FFmpegProgram.isInstalled && FFmpegProgram.encodes($0.encoders)
    }

    static let frames = 72

    var codec: String { self == .live ? "vp9" : rawValue }
    var container: String { [.h264, .hevc].contains(self) ? "matroska" : "webm" }
    var soundCodec: String {
        switch self {
        case .vp9, .av1, .live: "opus"
        case .vp8: "vorbis"
        case .h264, .hevc: "aac"
        }
    }

    private var encoders: [String] { [pictureOptions[1], soundOptions[1]] }

    private var pictureOptions: [String] {
        switch self {
        case .vp9, .live:
            ["-c:v", "libvpx-vp9", "-cpu-used", "8", "-deadline", "realtime", "-b:v", "600k"]
        case .vp8: ["-c:v", "libvpx", "-cpu-used", "8", "-deadline", "realtime", "-b:v", "600k"]
        case .av1: ["-c:v", "libaom-av1", "-cpu-used", "8", "-usage", "realtime", "-b:v", "300k"]
        case .h264: ["-c:v", "copy"]
        case .hevc: ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"]
        }
    }

    private var soundOptions: [String] {
        switch soundCodec {
        case "opus": ["-c:a", "libopus"]
        case "vorbis": ["-c:a", "libvorbis"]
        default: ["-c:a", "copy"]
        }
    }

    /// The bytes of the file; made once.
    func film() throws -> Data { try Self.films[self]?.get() ?? Data() }

    private static let films = Dictionary(
        uniqueKeysWithValues: available.map { kind in (kind, Result { try kind.make() }) })

    private func make() throws -> Data {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let source = try folder.forge("source.mp4") { forge in
            forge.frames = Self.frames
            forge.grain = 6
            forge.x264["g"] = "24"
        }
        let path = folder.file(container == "webm" ? "clip.webm" : "clip.mkv")
        // Clusters of a second; while it is recorded, a file doesn't know its length.
        let muxing = ["-cluster_time_limit", "1000"] + (self == .live ? ["-live", "1"] : [])
        try FFmpegProgram.convert(source, to: path, pictureOptions + soundOptions + muxing)
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }
}

/// An element of a Matroska file, found by a second reader that knows the few IDs of the tests.
struct MatroskaElement {
    let id: UInt64
    let offset: Int
    let content: Range<Int>

    private static let masters: Set<UInt64> = [
        0x1853_8067, 0x1654_AE6B, 0xAE, 0x1549_A966, 0x1F43_B675, 0xA0, 0x1C53_BB6B, 0xBB, 0xB7,
    ]

    /// All elements of a file, those inside others after them.
    static func all(in film: Data) -> [MatroskaElement] { list(film, 0..<film.count) }

    private static func list(_ film: Data, _ range: Range<Int>) -> [MatroskaElement] {
        var found: [MatroskaElement] = []
        var place = range.lowerBound
        while place + 2 <= range.upperBound {
            let offset = place
            let id = number(film, &place, keepsMarker: true)
            let size = number(film, &place, keepsMarker: false)
            let isUnknown = size.value == (1 << (7 * size.length)) - 1
            let end =
                isUnknown ? range.upperBound : min(range.upperBound, place + Int(size.value))
            found.append(MatroskaElement(id: id.value, offset: offset, content: place..<end))
            if masters.contains(id.value) {
                if isUnknown, id.value == 0x1F43_B675 {
                    // What follows is listed as if it were beside the cluster.
                    continue
                }
                found += list(film, place..<end)
            }
            place = end
        }
        return found
    }

    private static func number(
        _ film: Data, _ place: inout Int, keepsMarker: Bool
    ) -> (value: UInt64, length: Int) {
        let first = film[place]
        let length = min(8, first.leadingZeroBitCount + 1)
        var value = UInt64(keepsMarker ? first : first & UInt8(truncatingIfNeeded: 0xFF >> length))
        for index in 1..<length {
            value = value << 8 | (place + index < film.count ? UInt64(film[place + index]) : 0)
        }
        place += length
        return (value, length)
    }

    /// The frames' bytes of the simple blocks of a track.
    static func blocks(in film: Data, track: UInt8) -> [Range<Int>] {
        all(in: film).filter { $0.id == 0xA3 && film[$0.content.lowerBound] == 0x80 | track }
            .map { $0.content.dropFirst(4) }
    }
}
