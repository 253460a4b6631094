import DailiesMediaTime

/// The specification of a clip to generate, independent of the provider.
struct ClipSpec: Sendable {
    var frameSize: FrameSize
    /// At least one; every scene begins with a hard cut.
    var scenes: [Scene]
    var hasSound: Bool
    let labels: Slate.Labels
    var startPicture: InputPicture?
    var endPicture: InputPicture?
    /// An injected defect.
    var defect: Defect?

    /// The prompt of one scene and its length in seconds.
    struct Scene: Sendable {
        let prompt: String
        let seconds: Int
    }

    /// A defect of the finished clip.
    enum Defect: Sendable, Hashable {
        /// The sound track has only zeros.
        case silent
        case black
        case frozen
        /// The file ends early.
        case truncated
        /// Bytes in the middle of the file are overwritten.
        case corrupt
    }

    /// The model's frame rate, unless a fault changes it.
    var framesPerSecond = 24
    /// Frames in addition to seconds × frames per second.
    var extraFrames = 1
    static let sampleRate = 48_000
    var samplesPerFrame: Int { Self.sampleRate / framesPerSecond }

    /// The requested length.
    var seconds: Int { scenes.reduce(0) { $0 + $1.seconds } }

    var frameCount: Int { max(1, seconds * framesPerSecond + extraFrames) }

    /// The number of samples in each channel; the sound is exactly as long as the picture.
    var sampleCount: Int { frameCount * samplesPerFrame }

    /// The number of each scene's first frame.
    var sceneStarts: [Int] {
        scenes.indices.map { index in
            scenes[..<index].reduce(0) { $0 + $1.seconds } * framesPerSecond
        }
    }
}
