import DailiesJSON
import DailiesMediaTime

extension ModelDelivery {
    package static let keys: Set = [
        "note", "frame_sizes", "frame_rate", "extra_frames", "duration", "sound",
        "picture_shape", "usual_wait",
    ]

    static func read(_ fields: inout PresetFields) -> ModelDelivery? {
        fields.rejectKeys(except: keys)
        let frameSizes = fields.known("frame_sizes") {
            $0.dictionary($1) { resolutions, resolution in
                resolutions.dictionary(resolution) { shapes, shape in
                    shapes.value(shape, "[width, height] in pixels", FrameSize.init)
                }
            }
        }
        let frameRate = fields.value(
            "frame_rate", "a frame rate such as \"24/1\", or \"asked\" or \"unknown\"", Rate.init)
        let extraFrames = fields.known("extra_frames") { $0.integer($1) }
        let duration = fields.known("duration") { $0.object($1, Difference.read) }
        let sound: KnownSound? = fields.choice("sound")
        let pictureShape: PictureShape? = fields.choice("picture_shape")
        let usualWait = fields.optional("usual_wait") { fields, key in
            fields.value(key, "whole seconds from 1 to 86400") { json in
                json.integer.flatMap { (1...86_400).contains($0) ? $0 : nil }
            }
        }
        guard fields.problems.isEmpty, let frameRate, let sound, let pictureShape else {
            return nil
        }
        return ModelDelivery(
            frameSizes: frameSizes ?? [:], frameRate: frameRate, extraFrames: extraFrames,
            duration: duration, hasKnownSound: sound == .asked, pictureShape: pictureShape,
            usualWait: usualWait)
    }

    private enum KnownSound: String, CaseIterable { case asked, unknown }
}

extension ModelDelivery.Rate {
    fileprivate init?(_ json: JSONValue) {
        switch json.text {
        case "asked"?: self = .asked
        case "unknown"?: self = .unknown
        case let text?:
            guard let rate = FrameRate(text) else { return nil }
            self = .fixed(rate)
        case nil: return nil
        }
    }
}

extension ModelDelivery.Difference {
    fileprivate static func read(_ fields: inout PresetFields) -> Self? {
        fields.rejectKeys(except: ["shorter", "longer"])
        let shorter = fields.seconds("shorter")
        let longer = fields.seconds("longer")
        guard let shorter, let longer else { return nil }
        return Self(shorter: shorter, longer: longer)
    }
}

extension PresetFields {
    /// Reads seconds, to the millisecond.
    fileprivate mutating func seconds(_ key: String) -> MediaTime? {
        value(key, "seconds from 0 to 1000") { json in
            guard let seconds = json.number, (0...1000).contains(seconds) else { return nil }
            return MediaTime(value: Int64((seconds * 1000).rounded()), timescale: 1000)
        }
    }
}

extension FrameSize {
    /// Reads `[width, height]`.
    fileprivate init?(_ json: JSONValue) {
        guard let list = json.elements, list.count == 2, let width = list[0].integer,
            let height = list[1].integer, width > 0, height > 0
        else { return nil }
        self.init(width: width, height: height)
    }
}
