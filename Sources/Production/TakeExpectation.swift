import DailiesJSON
import DailiesMediaTime
import DailiesShotList
import DailiesVerification

/// What a take must be, told from the very request that bought it.
enum TakeExpectation {
    /// - Parameter request: the model's input as it was sent.
    static func from(_ request: JSONValue, model: ModelProfile) -> Expectation {
        let seconds = request["duration"]?.text.flatMap { Int($0) }
        let size = request["aspect_ratio"]?.text.flatMap { model.frameSizes[$0] }
        let wantsAudio = request["generate_audio"]?.bool
        return Expectation(
            duration: seconds.map { MediaTime(seconds: $0) },
            frameSize: size.map { FrameSize(width: $0.width, height: $0.height) },
            aspectRatio: request["aspect_ratio"]?.text.flatMap { AspectRatio($0) },
            frameRate: model.frameRate,
            audio: wantsAudio.map { $0 ? .present : .absent } ?? .any)
    }

    /// How far a take may be from that: what the model really delivers, not what any model might.
    static func tolerances(_ model: ModelProfile) -> Tolerances {
        var tolerances = Tolerances()
        tolerances.durationShort = MediaTime(value: 10, timescale: 100)
        tolerances.durationLong = MediaTime(value: 20, timescale: 100)
        tolerances.frameCountExtra = model.extraFrames + 1
        return tolerances
    }
}
