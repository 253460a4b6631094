/// MediaInfo's format names for libav's short names.
///
/// Each name is taken from MediaInfo's output; codecs that aren't listed give `nil`.
enum FormatNames {
    static func container(_ name: String) -> String? {
        switch name {
        case "mp4", "mov": "MPEG-4"
        case "webm": "WebM"
        case "matroska": "Matroska"
        default: nil
        }
    }

    static func video(_ codec: String) -> String? {
        switch codec {
        case "h264": "AVC"
        case "hevc": "HEVC"
        case "av1": "AV1"
        case "vp9": "VP9"
        case "vp8": "VP8"
        case "mpeg4": "MPEG-4 Visual"
        case "mpeg1video", "mpeg2video": "MPEG Video"
        case "mjpeg": "JPEG"
        case "prores": "ProRes"
        case "dnxhd": "VC-3"
        default: nil
        }
    }

    static func audio(_ codec: String) -> String? {
        switch codec {
        case "aac": "AAC"
        case "ac3": "AC-3"
        case "eac3": "E-AC-3"
        case "alac": "ALAC"
        case "flac": "FLAC"
        case "mp2", "mp3": "MPEG Audio"
        case "opus": "Opus"
        case "vorbis": "Vorbis"
        case "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be": "PCM"
        default: nil
        }
    }

    /// MediaInfo's name of a profile, without the level.
    ///
    /// Also `nil` for AVC's Baseline: MediaInfo distinguishes Constrained Baseline from it, but a
    /// measurement doesn't.
    static func profile(_ profile: String?, of codec: String) -> String? {
        guard let profile else { return nil }
        let known: Set<String> =
            switch codec {
            case "h264":
                ["Main", "Extended", "High", "High 10", "High 4:2:2", "High 4:4:4 Predictive"]
            case "hevc": ["Main", "Main 10"]
            case "av1": ["Main"]
            case "mpeg4": ["Simple Profile", "Advanced Simple Profile"]
            default: []
            }
        guard known.contains(profile) else { return nil }
        let suffix = " Profile"
        return profile.hasSuffix(suffix) ? String(profile.dropLast(suffix.count)) : profile
    }
}

/// The chroma subsampling and bit depth in libav's name of a pixel format, such as `yuv420p10le`.
struct PixelLayout {
    let subsampling: String
    let bitDepth: Int

    init?(_ name: String) {
        guard let match = name.wholeMatch(of: /yuvj?(4)([24])([024])p(?:(9|1[0246])[lb]e)?/) else {
            return nil
        }
        subsampling = "\(match.output.1):\(match.output.2):\(match.output.3)"
        bitDepth = match.output.4.flatMap { Int($0) } ?? 8
    }
}
