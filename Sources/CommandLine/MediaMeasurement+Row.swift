import DailiesDisclosure
import DailiesJSON
import DailiesMediaTime
import DailiesVerification

extension MediaMeasurement {
    /// The part of a measurement that `probe --json` prints and scripts rely on.
    ///
    /// The values are those of the measurement's own JSON form, without the work of coding all of it.
    var row: JSONValue {
        var members: [String: JSONValue] = [
            "file": .string(file),
            "container": .string(container),
            "bytes": .integer(Int(bytes)),
            "duration": .seconds(duration),
            "complete": complete.map(JSONValue.bool) ?? .null,
            "faststart": .bool(faststart),
            "video": video?.row ?? .null,
            "audio": audio?.row ?? .null,
        ]
        members["disclosure"] = disclosure.map { ["xmp": $0.xmp.row, "c2pa": $0.c2pa.row] }
        return .object(members)
    }
}

extension DisclosureMarks.Mark {
    fileprivate var row: JSONValue {
        var members: [String: JSONValue] = [
            "state": .string(state.rawValue),
            "sourceTypes": .array(sourceTypes.map { .string($0.term) }),
        ]
        members["fault"] = fault.map(JSONValue.string)
        return .object(members)
    }
}

extension MediaMeasurement.Video {
    fileprivate var row: JSONValue {
        [
            "codec": .string(codec),
            "profile": .optional(profile),
            "width": .integer(width),
            "height": .integer(height),
            "displayWidth": .integer(displayWidth),
            "displayHeight": .integer(displayHeight),
            "rotation": .integer(rotation),
            "sampleAspectRatio": .string(sampleAspectRatio),
            "frameRate": .optional(frameRate?.description),
            "frameCount": .integer(frameCount),
            "duration": .seconds(duration),
            "pixelFormat": .optional(pixelFormat),
        ]
    }
}

extension MediaMeasurement.Audio {
    fileprivate var row: JSONValue {
        [
            "codec": .string(codec),
            "sampleRate": .integer(sampleRate),
            "channels": .integer(channels),
            "duration": .seconds(duration),
        ]
    }
}

extension JSONValue {
    /// A time in seconds; `null` if it isn't known.
    fileprivate static func seconds(_ time: MediaTime?) -> JSONValue {
        time.map { .number($0.seconds) } ?? .null
    }
}
