import DailiesMediaTime

/// What a valid request asks of a model, whatever the model and the provider are.
struct ModelInput: Sendable {
    let scenes: [ClipSpec.Scene]
    let frameSize: FrameSize
    var framesPerSecond = 24
    /// Frames in addition to seconds × frames per second.
    var extraFrames = 1
    let hasSound: Bool
    /// The first and the last frame of the clip, if they are given and not external.
    let startPicture: InputPicture?
    let endPicture: InputPicture?
    /// The price of a second, in thousandths of a US dollar.
    let pricePerSecond: Int

    /// The length of the whole clip in seconds.
    var seconds: Int { scenes.reduce(0) { $0 + $1.seconds } }

    /// The input is invalid; contains all problems.
    struct Refusal: Error {
        let problems: [FieldProblem]
    }
}
