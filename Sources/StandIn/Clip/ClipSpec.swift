/// What a clip must be, in no provider's words.
struct ClipSpec: Sendable {
    var frameSize: FrameSize
    /// At least one; each begins with a hard change of picture.
    var scenes: [Scene]
    var hasSound: Bool
    let labels: Slate.Labels
    var startPicture: InputPicture?
    var endPicture: InputPicture?
    /// What is wrong with the clip on purpose.
    var defect: Defect?

    /// One look of the clip and how long it lasts.
    struct Scene: Sendable {
        let prompt: String
        let seconds: Int
    }

    /// The size of a frame.
    struct FrameSize: Hashable, Sendable {
        let width: Int
        let height: Int
    }

    /// Material as nobody ordered it.
    enum Defect: Sendable, Hashable {
        /// The sound track is there and holds nothing.
        case silent
        case black
        case frozen
        /// The file ends early.
        case truncated
        /// Bytes in the middle of the file are others.
        case corrupt
    }

    /// The model's; a clip with another rate has something wrong.
    var framesPerSecond = 24
    static let sampleRate = 48_000
    var samplesPerFrame: Int { Self.sampleRate / framesPerSecond }

    /// The length that was asked for.
    var seconds: Int { scenes.reduce(0) { $0 + $1.seconds } }

    /// The model delivers one frame more than was asked for.
    var frameCount: Int { seconds * framesPerSecond + 1 }

    /// Sound exactly as long as the picture, counted for one channel.
    var sampleCount: Int { frameCount * samplesPerFrame }

    /// The first frame of each scene.
    var sceneStarts: [Int] {
        scenes.indices.map { index in
            scenes[..<index].reduce(0) { $0 + $1.seconds } * framesPerSecond
        }
    }
}
