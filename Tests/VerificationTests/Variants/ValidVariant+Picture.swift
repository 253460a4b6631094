import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification

/// Variants of coding and timing of the picture.
extension ValidVariant {
    static let pictures = [
        timed("1 fps", FrameRate(1), frames: 2),
        timed("60 fps", FrameRate(60), frames: 120),
        timed("23.976 fps", FrameRate(24_000, 1001), frames: 48),
        timed("29.97 fps", FrameRate(30_000, 1001), frames: 60),
        forged("key frames only") { $0.x264["g"] = "1" },
        coded("pyramid of B frames", "bframes=5:b-pyramid=strict:b-adapt=0"),
        coded("open GOP", "open-gop=1:keyint=12:bframes=3:b-adapt=0:scenecut=0"),
        coded("interlaced", "tff=1:interlaced=1"),
        coded("called interlaced", "fake-interlaced=1"),
        coded("intra refresh", "intra-refresh=1:keyint=24"),
        coded("slices and delimiters", "slices=4:aud=1"),
        coded("lossless", "qp=0"),
        forged("1080 lines in 1088") {
            $0.width = 1920
            $0.height = 1080
            $0.frames = 3
        }.expecting {
            $0.duration = nil
            $0.frameSize = FrameSize(width: 1920, height: 1080)
        },
        forged("sizes of no block") {
            $0.width = 322
            $0.height = 182
        }.expecting { $0.frameSize = FrameSize(width: 322, height: 182) },
        forged("a single frame") {
            $0.frames = 1
            $0.sound = nil
        }.expecting {
            $0.duration = MediaTime(value: 1, timescale: 24)
            $0.audio = .absent
        },
        forged("two frames fewer") { $0.dropped = [7, 8] }
            .expecting { $0.frameRate = nil }.warning([.frameTiming]),
        forged("every fifth frame left out") { $0.dropped = Set(stride(from: 3, to: 48, by: 5)) }
            .expecting { $0.frameRate = nil }.warning([.frameTiming]),
        forged("every second frame left out, then every third") {
            $0.dropped = Set(stride(from: 1, to: 24, by: 2)).union(stride(from: 25, to: 47, by: 3))
        }.expecting { $0.frameRate = nil }.warning([.frameTiming]),
    ]

    static let recodings = [
        converted("HEVC hvc1", "-c:a copy -c:v libx265 -preset ultrafast -tag:v hvc1"),
        converted("HEVC hev1", "-c:a copy -c:v libx265 -preset ultrafast -tag:v hev1"),
        converted("10 bits", "-c:a copy -c:v libx264 -preset ultrafast -pix_fmt yuv420p10le"),
        converted("4:2:2", "-c:a copy -c:v libx264 -preset ultrafast -pix_fmt yuv422p"),
        converted("4:4:4", "-c:a copy -c:v libx264 -preset ultrafast -pix_fmt yuv444p"),
        converted("full range", "-c:a copy -c:v libx264 -preset ultrafast -pix_fmt yuvj420p"),
        converted("MPEG-4 part 2", "-c:a copy -c:v mpeg4 -q:v 3")?.warning([.videoCodec]),
        converted("MPEG-4 part 2, B frames", "-c:a copy -c:v mpeg4 -bf 2")?.warning([.videoCodec]),
        converted("AV1", "-c:a copy -c:v libaom-av1 -cpu-used 8 -usage realtime"),
        converted("VP9", "-c:a copy -c:v libvpx-vp9 -deadline realtime -cpu-used 8"),
        converted("ProRes", "-c:a copy -c:v prores", to: "mov"),
        converted(
            "wide pixels in the bitstream", "-c:a copy -c:v libx264 -preset ultrafast",
            filter: "setsar=4/3")?.expecting { $0.frameSize = FrameSize(width: 427, height: 180) },
        converted(
            "times of a phone",
            "-c:a copy -fps_mode passthrough -enc_time_base 1:1000 -c:v libx264",
            filter: "settb=1/1000,setpts=PTS+12*random(0)")?
            .expecting { $0.frameRate = nil }.warning([.frameTiming]),
    ].compactMap(\.self)

    private static func coded(_ name: String, _ parameters: String) -> ValidVariant {
        forged(name) { $0.x264 = ["preset": "veryfast", "x264-params": parameters] }
    }

    private static func timed(_ name: String, _ rate: FrameRate?, frames: Int) -> ValidVariant {
        forged(name) {
            $0.frameRate = rate
            $0.frames = frames
        }.expecting { $0.frameRate = rate }
    }
}
