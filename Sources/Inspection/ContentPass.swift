import DailiesMedia
import DailiesVerification

/// What one pass over a file's frames measures.
struct ContentPass {
    let pictures: PictureAnalyzer
    let sound = LoudnessAnalyzer()
    let reducer = PictureReducer()
    /// Keeps some of the pictures; `nil` if none were requested.
    let keeper: PictureKeeper?

    init(
        _ closeCoverage: CloseCoverage, _ expectation: Expectation,
        _ keeping: KeptPictures.Request?, _ video: MediaMeasurement.Video?
    ) {
        pictures = PictureAnalyzer(closeCoverage, findsCuts: !expectation.cuts.isEmpty)
        keeper = keeping.flatMap { try? PictureKeeper($0, video) }
    }

    /// Passes every frame to what measures it.
    var observer: FrameObserver {
        FrameObserver(
            reduce: { (frame: borrowing Frame, stream) in reducer.reduce(frame, stream) },
            onPicture: { (frame: borrowing Frame, stream, digest) in
                pictures.add(frame, stream, digest)
                keeper?.add(frame, stream)
            },
            onSound: { (frame: borrowing Frame, stream) in
                sound.add(frame, stream)
                keeper?.hear(frame, stream)
            })
    }

    /// Ends what is measured up to the last frame; called after it.
    func finish() {
        pictures.finish()
        sound.finish()
    }
}
