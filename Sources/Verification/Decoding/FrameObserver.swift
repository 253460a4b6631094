package import DailiesMedia

/// What looks at the decoded frames while a film is verified, so that each is decoded only once.
package struct FrameObserver {
    /// A decoded picture's place in the looking.
    package struct Context: Sendable, Hashable {
        /// Pictures of one span follow each other without a gap.
        package let span: Int
        /// Whether all pictures of its group are decoded, rather than the key frame alone.
        package let isFullGOP: Bool
    }

    /// Which pictures are to be decoded.
    package let coverage: DecodeCoverage
    /// Sees each decoded picture.
    package let onPicture: (borrowing Frame, StreamInfo, Context) -> Void
    /// Hears each decoded block of sound.
    package let onSound: (borrowing Frame, StreamInfo) -> Void

    /// Makes a watch.
    package init(
        coverage: DecodeCoverage,
        onPicture: @escaping (borrowing Frame, StreamInfo, Context) -> Void,
        onSound: @escaping (borrowing Frame, StreamInfo) -> Void
    ) {
        self.coverage = coverage
        self.onPicture = onPicture
        self.onSound = onSound
    }

    /// Decodes all and looks at nothing.
    static var discarding: FrameObserver {
        FrameObserver(
            coverage: .everyPicture,
            onPicture: { (_: borrowing Frame, _, _) in }, onSound: { (_: borrowing Frame, _) in })
    }
}
