import DailiesMediaTime
import DailiesPolicy
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Compares our field values with MediaInfo's.
@Suite(.enabled(if: MediaInfoWitness.isInstalled))
struct WitnessTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Clip: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The options with which ffmpeg converts the forged clip; `nil` for no conversion.
        var conversion: [String]?
        var file = "clip.mp4"
        /// Fields whose values a measurement doesn't contain.
        var unknown: Set<String> = []
        var change: @Sendable (inout ClipForge) -> Void = { _ in }
    }

    static let clips = [
        Clip(testDescription: "as forged"),
        Clip(testDescription: "index in front") { $0.isFaststart = true },
        Clip(testDescription: "other sizes") {
            ($0.width, $0.height, $0.frames) = (854, 480, 31)
            $0.frameRate = FrameRate(30000, 1001)
        },
        Clip(testDescription: "High, mono, 44.1 kHz") {
            $0.x264["preset"] = "veryfast"
            $0.sound?.channels = 1
            $0.sound?.sampleRate = 44_100
        },
        Clip(testDescription: "varying rate") { ($0.frames, $0.dropped) = (48, [7, 8]) },
        Clip(testDescription: "no sound") { $0.sound = nil },
        Clip(testDescription: "no picture", conversion: ["-vn", "-c", "copy"]),
        Clip(testDescription: "turned", conversion: ["-c", "copy", "-metadata:s:v", "rotate=90"]),
        Clip(
            testDescription: "upside down",
            conversion: ["-c", "copy", "-metadata:s:v", "rotate=180"]),
        Clip(testDescription: "wide pixels", conversion: ["-vf", "setsar=4/3", "-c:a", "copy"]),
        Clip(
            testDescription: "narrow pixels", conversion: ["-vf", "setsar=10/11", "-c:a", "copy"]),
        Clip(testDescription: "QuickTime", conversion: ["-c", "copy"], file: "clip.mov"),
        Clip(
            testDescription: "fragments",
            conversion: ["-c", "copy", "-movflags", "frag_keyframe+empty_moov"]),
        Clip(
            testDescription: "4:2:2 in 10 bits",
            conversion: ["-pix_fmt", "yuv422p10le", "-c:a", "copy"]),
        Clip(
            testDescription: "4:4:4, MP3",
            conversion: ["-pix_fmt", "yuv444p", "-c:a", "libmp3lame"]),
        Clip(
            testDescription: "MPEG-4 Visual, FLAC",
            conversion: ["-c:v", "mpeg4", "-c:a", "flac", "-strict", "-2"]),
        Clip(
            testDescription: "HEVC, AC-3",
            conversion: ["-c:v", "libx265", "-x265-params", "log-level=none", "-c:a", "ac3"],
            unknown: ["Format_Profile", "ChromaSubsampling", "BitDepth"]),
    ]

    static let fields = [
        "General": [
            "Format", "Duration", "FrameRate", "FrameCount", "FileSize", "FileExtension",
            "IsStreamable",
        ],
        "Video": [
            "Format", "Format_Profile", "Width", "Height", "PixelAspectRatio",
            "DisplayAspectRatio", "Rotation", "FrameRate", "FrameCount", "Duration",
            "ChromaSubsampling", "BitDepth",
        ],
        "Audio": ["Format", "Channels", "SamplingRate", "Duration"],
    ]

    @Test(arguments: clips)
    func valuesMatchThoseOfMediaInfo(_ clip: Clip) throws {
        var path = try folder.forge("forged.mp4", clip.change)
        if let conversion = clip.conversion {
            guard FFmpegProgram.isInstalled else { return }
            try FFmpegProgram.convert(path, to: folder.file(clip.file), conversion)
            path = folder.file(clip.file)
        }
        let witness = try MediaInfoWitness.fields(path)
        let measured = try MediaFile(path: path).measure()
        for (track, names) in Self.fields {
            for name in names {
                let value = witness[track]?[name]
                let rule =
                    value.map { PolicyXML.rule(name, "=", $0, track: track) }
                    ?? PolicyXML.rule(name, "must not exist", track: track)
                let checks = try PolicyXML.document(PolicyXML.policy("and", [rule])).checks(
                    measured)
                let isUnknown = track == "Video" && clip.unknown.contains(name)
                #expect(checks.last?.result == (isUnknown ? nil : .pass), "\(checks)")
                guard let value, Double(value) == nil, !isUnknown else { continue }
                #expect(checks.last?.measured == value)
            }
        }
    }
}
