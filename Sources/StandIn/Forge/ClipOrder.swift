/// What a clip must be, in no provider's words.
struct ClipOrder: Sendable {
    let shape: Shape
    /// At least one; each begins with a hard change of picture.
    let scenes: [Scene]
    let hasSound: Bool
    let labels: Slate.Labels

    /// One look of the clip and how long it lasts.
    struct Scene: Sendable {
        let prompt: String
        let seconds: Int
    }

    /// The frame sizes of the model, by aspect ratio.
    enum Shape: String, CaseIterable, Sendable {
        case wide = "16:9"
        case tall = "9:16"
        case square = "1:1"

        var width: Int {
            switch self {
            case .wide: 1920
            case .tall: 1080
            case .square: 1440
            }
        }

        var height: Int {
            switch self {
            case .wide: 1080
            case .tall: 1920
            case .square: 1440
            }
        }
    }

    static let framesPerSecond = 24
    static let sampleRate = 48_000
    static let samplesPerFrame = sampleRate / framesPerSecond

    /// The length that was asked for.
    var seconds: Int { scenes.reduce(0) { $0 + $1.seconds } }

    /// The model delivers one frame more than was asked for.
    var frameCount: Int { seconds * Self.framesPerSecond + 1 }

    /// Sound exactly as long as the picture, counted for one channel.
    var sampleCount: Int { frameCount * Self.samplesPerFrame }

    /// The first frame of each scene.
    var sceneStarts: [Int] {
        scenes.indices.map { index in
            scenes[..<index].reduce(0) { $0 + $1.seconds } * Self.framesPerSecond
        }
    }
}
