import DailiesMediaTime
import DailiesPlanning
import DailiesShotList
import DailiesVerification

/// What a take must be, told from the very request that bought it.
enum TakeExpectation {
    /// The share of the model's smallest frame that a take with a picture's shape has at the least:
    /// 1172 × 784 was measured where 1920 × 1080 is the rule.
    private static let areaShare = 0.4

    /// - Parameters:
    ///   - request: what was asked for.
    ///   - startSize: the pixels of the picture that it starts with, where they are known.
    ///   - delivery: what the provider says about the file.
    static func from(
        _ request: RunRequest, model: ModelProfile, startSize: ModelProfile.FrameSize?,
        delivery: Delivery
    ) -> Expectation {
        var expectation = Expectation(
            duration: MediaTime(seconds: request.seconds), frameRate: model.frameRate,
            audio: request.generateAudio ? .present : .absent)
        if let shape = request.aspectRatio {
            expectation.frameSize = model.frameSizes[shape].map(FrameSize.init)
            expectation.aspectRatio = AspectRatio(shape)
        } else {
            // The picture decides, and the model brings it to about its usual area.
            expectation.aspectRatio = startSize.map { AspectRatio(FrameSize($0)) }
            let areas = model.frameSizes.values.map { $0.width * $0.height }
            expectation.minimumPixels = areas.min().map { Int(Double($0) * areaShare) }
        }
        expectation.claims = Claims(delivery)
        return expectation
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

extension Claims {
    fileprivate init(_ delivery: Delivery) {
        var frameSize: FrameSize?
        if let width = delivery.width, let height = delivery.height {
            frameSize = FrameSize(width: width, height: height)
        }
        self.init(
            frameSize: frameSize, duration: delivery.duration.flatMap { MediaTime(seconds: $0) },
            bytes: delivery.bytes, mediaType: delivery.mediaType, isFlagged: delivery.isFlagged)
    }
}

extension FrameSize {
    fileprivate init(_ size: ModelProfile.FrameSize) {
        self.init(width: size.width, height: size.height)
    }
}
