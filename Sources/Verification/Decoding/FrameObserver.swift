package import DailiesMedia

/// Receives the decoded frames while a file is verified, so that each frame is decoded only once.
package struct FrameObserver {
    /// Called with each decoded picture.
    package let onPicture: (borrowing Frame, StreamInfo) -> Void
    /// Called with each decoded block of audio.
    package let onSound: (borrowing Frame, StreamInfo) -> Void

    /// Makes an observer.
    package init(
        onPicture: @escaping (borrowing Frame, StreamInfo) -> Void,
        onSound: @escaping (borrowing Frame, StreamInfo) -> Void
    ) {
        self.onPicture = onPicture
        self.onSound = onSound
    }

    /// Ignores the frames.
    static var discarding: FrameObserver {
        FrameObserver(
            onPicture: { (_: borrowing Frame, _) in }, onSound: { (_: borrowing Frame, _) in })
    }
}
