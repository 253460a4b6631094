package import DailiesJSON

/// What a provider reports about a finished run's file, apart from its address.
///
/// The values are stored, shown, and compared with the measurement of the file.
package struct Delivery: Hashable, Sendable {
    /// Width in pixels.
    package var width: Int?
    /// Height in pixels.
    package var height: Int?
    /// Duration in seconds.
    package var duration: Double?
    /// The file's length in bytes.
    package var bytes: Int64?
    /// The media type, such as `video/mp4`.
    package var mediaType: String?
    /// Whether the provider's content filter flags the picture as unsafe (`nsfw_detected`); `nil`
    /// if it was not checked.
    package var isFlagged: Bool?
    /// The seed that the model used.
    package var seed: String?
    /// The model's inference time in seconds.
    package var inferenceSeconds: Double?

    package init(
        width: Int? = nil, height: Int? = nil, duration: Double? = nil, bytes: Int64? = nil,
        mediaType: String? = nil, isFlagged: Bool? = nil, seed: String? = nil,
        inferenceSeconds: Double? = nil
    ) {
        self.width = width
        self.height = height
        self.duration = duration
        self.bytes = bytes
        self.mediaType = mediaType
        self.isFlagged = isFlagged
        self.seed = seed
        self.inferenceSeconds = inferenceSeconds
    }
}

extension Delivery {
    /// An object of the values that are present; `null` if none is.
    package var json: JSONValue {
        var members: [String: JSONValue] = [:]
        members["width"] = width.map(JSONValue.integer)
        members["height"] = height.map(JSONValue.integer)
        members["duration"] = duration.map(JSONValue.number)
        members["bytes"] = bytes.map { .integer(Int($0)) }
        members["mediaType"] = mediaType.map(JSONValue.string)
        members["nsfwDetected"] = isFlagged.map(JSONValue.bool)
        members["seed"] = seed.map(JSONValue.string)
        members["inferenceSeconds"] = inferenceSeconds.map(JSONValue.number)
        return members.isEmpty ? .null : .object(members)
    }

    /// Reads the JSON that `json` gives; values that are missing or have another type are `nil`.
    package init(_ json: JSONValue?) {
        self.init(
            width: json?["width"]?.integer, height: json?["height"]?.integer,
            duration: json?["duration"]?.number, bytes: json?["bytes"]?.integer.map(Int64.init),
            mediaType: json?["mediaType"]?.text, isFlagged: json?["nsfwDetected"]?.bool,
            seed: json?["seed"]?.text, inferenceSeconds: json?["inferenceSeconds"]?.number)
    }
}
