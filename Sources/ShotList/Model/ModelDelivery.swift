package import DailiesMediaTime

/// What a run of a model delivers; what isn't known is measured and reported, but not judged.
package struct ModelDelivery: Hashable, Sendable {
    /// The frame sizes by resolution and by aspect ratio; `*` stands for any.
    let frameSizes: [String: [String: FrameSize]]
    package let frameRate: Rate
    /// Frames in addition to seconds × frame rate; `nil` if unknown.
    package let extraFrames: Int?
    /// How much shorter and longer than requested a picture may be; `nil` if unknown.
    package let duration: Difference?
    /// Whether the sound is known to be as asked for.
    package let hasKnownSound: Bool
    /// What becomes of the shape of a start picture.
    package let pictureShape: PictureShape
    /// How long a run usually takes from its submit to its file, in seconds; `nil` if unknown.
    package var usualWait: Int?

    package static let any = "*"

    /// Whether no frame size is known.
    package var isSizeUnknown: Bool { frameSizes.isEmpty }

    /// The frame rate.
    package enum Rate: Hashable, Sendable {
        case fixed(FrameRate)
        /// The rate that the request asks for.
        case asked
        case unknown
    }

    /// Differences in time from what was requested.
    package struct Difference: Hashable, Sendable {
        package let shorter: MediaTime
        package let longer: MediaTime
    }

    /// What becomes of the shape of a start picture.
    package enum PictureShape: String, CaseIterable, Hashable, Sendable {
        /// The frame has the picture's shape, and about the usual area.
        case kept
        /// The picture is cropped to one of the model's aspect ratios.
        case cropped
        case unknown
    }

    /// The rate of a run, or 24 if the model's isn't fixed or known: enough for an estimate.
    package var usualRate: FrameRate {
        if case .fixed(let rate) = frameRate { return rate }
        return .film
    }

    /// The frame size at a resolution and an aspect ratio; `nil` if it is unknown.
    package func frameSize(resolution: String?, aspectRatio: String?) -> FrameSize? {
        let shapes = sizes(resolution: resolution)
        return aspectRatio.flatMap { shapes[$0] } ?? shapes[Self.any]
    }

    /// The frame sizes at a resolution, by aspect ratio.
    package func sizes(resolution: String?) -> [String: FrameSize] {
        resolution.flatMap { frameSizes[$0] } ?? frameSizes[Self.any] ?? [:]
    }
}
