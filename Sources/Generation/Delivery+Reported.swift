import DailiesJSON
import DailiesPlanning

extension Delivery {
    /// Reads the properties of a file from a response.
    ///
    /// Sources: Runflow's model page (`outputs[]` with width, height and duration, `nsfw_detected`,
    /// `seed`, `timing`); fal's model page (`content_type`, `file_size`); eachlabs' model page
    /// (`metrics.predict_time`).
    ///
    /// - Parameters:
    ///   - file: the object that contains the file's address.
    ///   - output: the object around it, with the properties of the whole run.
    init(file: JSONValue?, output: JSONValue? = nil, inferenceSeconds: Double? = nil) {
        let timing = output?["timing"] ?? output?["timings"]
        let milliseconds = timing?["inference_ms"]?.number
        let seed = output?["seed"]
        self.init(
            width: Self.positive(file?["width"]?.integer),
            height: Self.positive(file?["height"]?.integer),
            duration: file?["duration"]?.number ?? file?["duration"]?.text.flatMap { Double($0) },
            bytes: (file?["file_size"] ?? file?["size_bytes"])?.integer.map(Int64.init),
            mediaType: file?["content_type"]?.text,
            isFlagged: output?["nsfw_detected"]?.bool,
            seed: seed?.text ?? seed?.integer.map(String.init),
            inferenceSeconds: inferenceSeconds ?? milliseconds.map { $0 / 1000 }
                ?? timing?["inference"]?.number)
    }

    private static func positive(_ number: Int?) -> Int? { number.flatMap { $0 > 0 ? $0 : nil } }
}
