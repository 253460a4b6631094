import DailiesMediaTime

/// What a model of Kling takes, by its pages.
///
/// Sources: Kling's pages of the models (copies of 2026-09-20), *Capability map*, price list.
struct KlingServerModel: Sendable {
    let resolutions: [String]
    let seconds: [Int]
    /// The values of `settings.audio`; empty if there is no such field.
    var audio: [String] = []
    var takesMultiShot = false
    var promptLimit = 2500
    /// The kinds of entries in `contents`.
    var contents: Set<String> = ["prompt", "first_frame", "last_frame"]
    /// Prices of a second without and with sound, in thousandths of a US dollar, by resolution.
    let prices: [String: (silent: Int, audible: Int)]

    /// The models of the protocol that has the model in the path, by that path's last part.
    static let byName: [String: KlingServerModel] = [
        "kling-3.0": KlingServerModel(
            resolutions: ["720p", "1080p", "4k"], seconds: Array(3...15), audio: ["native", "off"],
            takesMultiShot: true, promptLimit: 3072,
            contents: ["prompt", "first_frame", "last_frame", "element"],
            prices: ["720p": (84, 126), "1080p": (112, 168), "4k": (420, 420)]),
        "kling-3.0-turbo": KlingServerModel(
            resolutions: ["720p", "1080p"], seconds: Array(3...15), promptLimit: 3072,
            contents: ["prompt", "first_frame"],
            prices: ["720p": (112, 112), "1080p": (140, 140)]),
        "kling-3.0-omni": KlingServerModel(
            resolutions: ["720p", "1080p", "4k"], seconds: Array(3...15),
            audio: ["native", "original", "off"], takesMultiShot: true, promptLimit: 3072,
            contents: [
                "prompt", "first_frame", "last_frame", "refer_image", "feature_video", "base_video",
                "element",
            ],
            prices: ["720p": (84, 112), "1080p": (112, 140), "4k": (420, 420)]),
        "kling-o1": KlingServerModel(
            resolutions: ["720p", "1080p"], seconds: Array(3...10), audio: ["original", "off"],
            contents: [
                "prompt", "first_frame", "last_frame", "refer_image", "feature_video", "base_video",
                "element",
            ],
            prices: ["720p": (84, 84), "1080p": (112, 112)]),
        "kling-2.6": KlingServerModel(
            resolutions: ["720p", "1080p"], seconds: [5, 10], audio: ["native", "off"],
            contents: ["prompt", "first_frame", "last_frame", "voice"],
            prices: ["720p": (42, 42), "1080p": (70, 140)]),
        "kling-2.5-turbo": KlingServerModel(
            resolutions: ["720p", "1080p"], seconds: [5, 10],
            prices: ["720p": (42, 42), "1080p": (70, 70)]),
    ]

    /// Whether the model exists at a kind of endpoint.
    static func named(_ name: String, at kind: String) -> KlingServerModel? {
        let isOmni = ["kling-3.0-omni", "kling-o1"].contains(name)
        return isOmni == (kind == "omni-video") ? byName[name] : nil
    }

    static let ratios = ["16:9", "9:16", "1:1"]

    /// The frame size at a resolution and an aspect ratio.
    static func frameSize(_ resolution: String, ratio: String) -> FrameSize {
        let (long, short, edge) =
            switch resolution {
            case "1080p": (1920, 1080, 1440)
            case "4k": (3840, 2160, 2880)
            default: (1280, 720, 960)
            }
        return switch ratio {
        case "9:16": FrameSize(width: short, height: long)
        case "1:1": FrameSize(width: edge, height: edge)
        default: FrameSize(width: long, height: short)
        }
    }

    /// The frame size of a clip with a start picture: the picture's shape, and about as many pixels
    /// as the resolution's 16:9 frame.
    static func frameSize(_ resolution: String, following picture: FrameSize) -> FrameSize {
        let wide = frameSize(resolution, ratio: "16:9")
        let area = Double(wide.width * wide.height)
        let height = (area * Double(picture.height) / Double(picture.width)).squareRoot()
        return FrameSize(
            width: Int((area / height / 2).rounded()) * 2, height: Int((height / 2).rounded()) * 2)
    }
}
