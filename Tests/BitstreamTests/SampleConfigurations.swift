import Testing

/// Decoder configurations (`avcC`) written by x264, with ffprobe's results for the same files.
struct SampleConfiguration: CustomTestStringConvertible, Sendable {
    let name: String
    /// The payload of the `avcC` box in hexadecimal.
    let hex: String
    let profile: String
    let level: Int
    let width: Int
    let height: Int
    let pixelFormat: String
    var sampleAspectRatio = [1, 1]
    /// ffprobe's `has_b_frames`.
    let reorderDepth: Int
    var isProgressive = true

    var testDescription: String { name }

    var bytes: [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
    }

    static let all = [
        SampleConfiguration(
            name: "High, 1920 × 1080 cropped from 1088 lines",
            hex: "01640028ffe1001b67640028acd940780227e5c044000003000400000300c03c60c65801000668eb"
                + "e3cb22c0fdf8f800",
            profile: "High", level: 40, width: 1920, height: 1080, pixelFormat: "yuv420p",
            reorderDepth: 2),
        SampleConfiguration(
            name: "High, vertical 1080 × 1920",
            hex: "01640028ffe1001b67640028acd9404403c797c044000003000400000300c03c60c65801000668eb"
                + "e3cb22c0fdf8f800",
            profile: "High", level: 40, width: 1080, height: 1920, pixelFormat: "yuv420p",
            reorderDepth: 2),
        SampleConfiguration(
            name: "High, square, without B-frames",
            hex: "01640028ffe1001a67640028acb200b405ad80880000030008000003018078c1924001000668ebc3"
                + "cb22c0fdf8f800",
            profile: "High", level: 40, width: 1440, height: 1440, pixelFormat: "yuv420p",
            reorderDepth: 0),
        SampleConfiguration(
            name: "High 4:4:4 Predictive",
            hex: "01f4000cffe1001967f4000c919b282833f1b808800000030080000018078a14cb01000668ebe3c4"
                + "4844fff8f800",
            profile: "High 4:4:4 Predictive", level: 12, width: 320, height: 180,
            pixelFormat: "yuv444p", reorderDepth: 2),
        SampleConfiguration(
            name: "High 4:2:2",
            hex: "017a000cffe1001a677a000cbcd941419f8dc044000003000400000300c03c50a65801000668ebe3"
                + "cb22c0fef8f800",
            profile: "High 4:2:2", level: 12, width: 320, height: 180, pixelFormat: "yuv422p",
            reorderDepth: 2),
        SampleConfiguration(
            name: "High 10",
            hex: "016e000cffe1001a676e000ca6cd941419f9f011000003000100000300300f14299601000668ebe3"
                + "cb22c0fdfafa00",
            profile: "High 10", level: 12, width: 320, height: 180, pixelFormat: "yuv420p10le",
            reorderDepth: 2),
        SampleConfiguration(
            name: "Baseline, cropped in both directions",
            hex: "0142c00dffe100186742c00dd901519e226c0440000003004000000c03c50a9201000568cb83cb20",
            profile: "Baseline", level: 13, width: 322, height: 182, pixelFormat: "yuv420p",
            reorderDepth: 0),
        SampleConfiguration(
            name: "sample aspect ratio 4:3 from the table",
            hex: "0164001effe100196764001eacd940b4126c3840000003004000000c03c58b658001000668ebe3cb"
                + "22c0fdf8f800",
            profile: "High", level: 30, width: 720, height: 576, pixelFormat: "yuv420p",
            sampleAspectRatio: [4, 3], reorderDepth: 2),
        SampleConfiguration(
            name: "explicit sample aspect ratio 59:54, one B-frame",
            hex: "0164001effe1001d6764001eace402d049bff003b00361000003000100000300300f162d12010006"
                + "68ebe3cb22c0fdf8f800",
            profile: "High", level: 30, width: 720, height: 576, pixelFormat: "yuv420p",
            sampleAspectRatio: [59, 54], reorderDepth: 1),
        SampleConfiguration(
            name: "interlaced: the height is coded in fields",
            hex: "01640028ffe1001a67640028acd94078044fde0220000003002000000603e2c5b2c001000668fba3"
                + "cb22c0fdf8f800",
            profile: "High", level: 40, width: 1920, height: 1080, pixelFormat: "yuv420p",
            reorderDepth: 2, isProgressive: false),
        SampleConfiguration(
            name: "B-frames without a pyramid",
            hex: "0164000cffe1001a6764000cacd101419f9f011000000300100000030300f142912001000668ebe3"
                + "cb22c0fdf8f800",
            profile: "High", level: 12, width: 320, height: 180, pixelFormat: "yuv420p",
            reorderDepth: 1),
        SampleConfiguration(
            name: "colour description and HRD parameters before the reorder depth",
            hex: "01640014ffe1002767640014acd941419f9f016a0202028000000300800000183020007a12000f42"
                + "5261803c50a65801000668ebe3cb22c0fdf8f800",
            profile: "High", level: 20, width: 320, height: 180, pixelFormat: "yuv420p",
            reorderDepth: 2),
        SampleConfiguration(
            name: "scaling lists in the picture parameter set",
            hex: "0164000cffe1001a6764000cacd941419f9f011000000300100000030300f142996001000768ebe3"
                + "cb3002c0fdf8f800",
            profile: "High", level: 12, width: 320, height: 180, pixelFormat: "yuv420p",
            reorderDepth: 2),
    ]
}
