package import DailiesJSON

/// What a provider says about a finished run's file, beside its address.
///
/// These are the provider's words: they are kept, shown and compared with what the file really is.
package struct Delivery: Hashable, Sendable {
    /// Pixels across.
    package var width: Int?
    /// Pixels down.
    package var height: Int?
    /// Seconds.
    package var duration: Double?
    /// The file's length.
    package var bytes: Int64?
    /// Such as `video/mp4`.
    package var mediaType: String?
    /// Whether the provider's filter flags the picture as unsafe (`nsfw_detected`); `nil` where it
    /// was not checked.
    package var isFlagged: Bool?
    /// The seed that the model used.
    package var seed: String?
    /// Seconds that the model worked on it.
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
    /// The members that are there; `null` where there is none.
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

    /// Reads what `json` wrote.
    package init(_ json: JSONValue?) {
        self.init(
            width: json?["width"]?.integer, height: json?["height"]?.integer,
            duration: json?["duration"]?.number, bytes: json?["bytes"]?.integer.map(Int64.init),
            mediaType: json?["mediaType"]?.text, isFlagged: json?["nsfwDetected"]?.bool,
            seed: json?["seed"]?.text, inferenceSeconds: json?["inferenceSeconds"]?.number)
    }
}
