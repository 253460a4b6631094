import DailiesMediaTime
import DailiesPlanning
import DailiesShotList
import DailiesVerification

/// Makes the expectation of a take from the request that bought it.
enum TakeExpectation {
    /// The smallest area of a take with the shape of its start picture, as a share of the model's
    /// smallest frame: 1172 × 784 was measured for a model that usually delivers 1920 × 1080.
    private static let areaShare = 0.4

    /// - Parameters:
    ///   - request: the request as it was submitted.
    ///   - startSize: the size of the start picture in pixels, if it is known.
    ///   - pictures: the pictures that the take must show at its beginning and end.
    ///   - delivery: what the provider reports about the file.
    static func from(
        _ request: RunRequest, model: ModelProfile, startSize: FrameSize?,
        pictures: TakePictures, delivery: Delivery
    ) -> Expectation {
        var expectation = Expectation(
            duration: MediaTime(seconds: request.seconds), frameRate: model.frameRate,
            audio: request.generateAudio ? .present : .absent)
        if let shape = request.aspectRatio {
            expectation.frameSize = model.frameSizes[shape]
            expectation.aspectRatio = AspectRatio(shape)
        } else {
            // The model keeps the picture's shape and scales it to about its usual area.
            expectation.aspectRatio = startSize.map { AspectRatio($0) }
            let areas = model.frameSizes.values.map { $0.width * $0.height }
            expectation.minimumPixels = areas.min().map { Int(Double($0) * areaShare) }
        }
        // Several prompts are several shots, and a model may cut to an end picture.
        if case .prompt = request.content { expectation.isOneShot = request.end == nil }
        expectation.startPicture = pictures.start
        expectation.endPicture = pictures.end
        expectation.previousPicture = pictures.previous
        expectation.claims = Claims(delivery)
        return expectation
    }

    /// The allowed differences: durations up to 0.1 s shorter and 0.2 s longer than requested, and one
    /// frame more than the model's usual extra frames.
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
