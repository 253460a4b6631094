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
        let delivers = model.delivers
        var expectation = Expectation(frameRate: frameRate(request, delivers))
        if delivers.duration != nil {
            expectation.duration = MediaTime(seconds: request.seconds)
        }
        if delivers.hasKnownSound {
            expectation.audio = request.generateAudio ? .present : .absent
        }
        let sizes = delivers.sizes(resolution: request.resolution)
        let size = delivers.frameSize(
            resolution: request.resolution, aspectRatio: request.aspectRatio)
        if request.media.isEmpty {
            expectation.frameSize = size
            expectation.aspectRatio = shape(request, size)
        } else if let shape = request.aspectRatio {
            expectation.aspectRatio = AspectRatio(shape)
            if delivers.pictureShape == .cropped { expectation.frameSize = size }
        } else if delivers.pictureShape == .kept {
            // The model keeps the picture's shape and scales it to about its usual area.
            expectation.aspectRatio = startSize.map { AspectRatio($0) }
            let areas = sizes.values.map { $0.width * $0.height }
            expectation.minimumPixels = areas.min().map { Int(Double($0) * areaShare) }
        } else if delivers.pictureShape == .cropped, let startSize {
            expectation.frameSize = sizes.values.first {
                $0.width * startSize.height == $0.height * startSize.width
            }
        }
        // Several prompts are several shots. How models go on from a start picture and come to an end
        // picture isn't measured yet: they may cut there.
        if case .prompt = request.content {
            expectation.isOneShot = request.start == nil && request.end == nil
        }
        expectation.startPicture = pictures.start
        expectation.endPicture = pictures.end
        expectation.previousPicture = pictures.previous
        expectation.claims = Claims(delivery)
        return expectation
    }

    /// The requested aspect ratio, unless the model's frame for it has another one: 864 × 496 for 16:9.
    private static func shape(_ request: RunRequest, _ size: FrameSize?) -> AspectRatio? {
        let asked = request.aspectRatio.flatMap { AspectRatio($0) }
        guard let asked, let found = size.map({ AspectRatio($0) }) else { return asked }
        return abs(found.value / asked.value - 1) <= Tolerances().aspectRatio ? asked : found
    }

    /// The share by which the shape of a frame of unknown size may differ from the requested one:
    /// models round the sides, to 864 × 480 or 752 × 560.
    private static let unknownSizeShapeShare = 0.05

    private static func frameRate(_ request: RunRequest, _ delivers: ModelDelivery) -> FrameRate? {
        switch delivers.frameRate {
        case .fixed(let rate): rate
        case .asked: request.frameRate.flatMap { Int32(exactly: $0) }.flatMap { FrameRate($0) }
        case .unknown: nil
        }
    }

    /// The allowed differences: those of the model's durations, and one frame more than its usual
    /// extra frames.
    static func tolerances(_ request: RunRequest, _ model: ModelProfile) -> Tolerances {
        var tolerances = Tolerances()
        if let difference = model.delivers.duration {
            tolerances.durationShort = difference.shorter
            tolerances.durationLong = difference.longer
        }
        let size = model.delivers.frameSize(
            resolution: request.resolution, aspectRatio: request.aspectRatio)
        if model.delivers.isSizeUnknown || request.aspectRatio != nil && size == nil {
            tolerances.aspectRatio = unknownSizeShapeShare
        }
        tolerances.frameCountExtra = model.delivers.extraFrames.map { $0 + 1 }
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
