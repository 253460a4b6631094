package import DailiesMedia

/// Receives the decoded frames while a file is verified, so that each frame is decoded only once.
package struct FrameObserver {
    /// Reduces a decoded picture for comparisons; `nil` if its layout isn't supported.
    package let reduce: (borrowing Frame, StreamInfo) -> PictureDigest?
    /// Called with each decoded picture, after `reduce`, and with its result.
    package let onPicture: (borrowing Frame, StreamInfo, PictureDigest?) -> Void
    /// Called with each decoded block of audio.
    package let onSound: (borrowing Frame, StreamInfo) -> Void

    /// Makes an observer.
    package init(
        reduce: @escaping (borrowing Frame, StreamInfo) -> PictureDigest?,
        onPicture: @escaping (borrowing Frame, StreamInfo, PictureDigest?) -> Void,
        onSound: @escaping (borrowing Frame, StreamInfo) -> Void
    ) {
        self.reduce = reduce
        self.onPicture = onPicture
        self.onSound = onSound
    }

    /// Ignores the frames, after reducing them.
    static var discarding: FrameObserver {
        FrameObserver(
            reduce: { (frame: borrowing Frame, _) in PictureDigest(frame) },
            onPicture: { (_: borrowing Frame, _, _) in },
            onSound: { (_: borrowing Frame, _) in })
    }
}
