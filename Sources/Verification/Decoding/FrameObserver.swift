package import DailiesMedia

/// Receives the decoded frames while a file is verified, so that each frame is decoded only once.
package struct FrameObserver {
    /// Where a decoded picture belongs in the decoding order.
    package struct Context: Sendable, Hashable {
        /// Pictures with the same number follow each other without a gap.
        package let span: Int
        /// Whether all pictures of its GOP are decoded, rather than the key frame alone.
        package let isFullGOP: Bool
    }

    /// Which pictures are to be decoded.
    package let coverage: DecodeCoverage
    /// Called with each decoded picture.
    package let onPicture: (borrowing Frame, StreamInfo, Context) -> Void
    /// Called with each decoded block of audio.
    package let onSound: (borrowing Frame, StreamInfo) -> Void

    /// Makes an observer.
    package init(
        coverage: DecodeCoverage,
        onPicture: @escaping (borrowing Frame, StreamInfo, Context) -> Void,
        onSound: @escaping (borrowing Frame, StreamInfo) -> Void
    ) {
        self.coverage = coverage
        self.onPicture = onPicture
        self.onSound = onSound
    }

    /// Decodes every picture and ignores the frames.
    static var discarding: FrameObserver {
        FrameObserver(
            coverage: .everyPicture,
            onPicture: { (_: borrowing Frame, _, _) in }, onSound: { (_: borrowing Frame, _) in })
    }
}
