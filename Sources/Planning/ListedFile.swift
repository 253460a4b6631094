package import DailiesShotList

/// A picture or video on this machine that a list names, as it was found.
package struct ListedFile: Hashable, Sendable {
    /// Where it lies.
    package let path: String
    package let bytes: Int
    package let sha256: String
    package let content: Content

    /// What the file holds.
    package enum Content: Hashable, Sendable {
        case picture(mediaType: String, size: ModelProfile.FrameSize)
        case video(size: ModelProfile.FrameSize, seconds: Double, frameRate: Double)
    }

    package init(path: String, bytes: Int, sha256: String, content: Content) {
        self.path = path
        self.bytes = bytes
        self.sha256 = sha256
        self.content = content
    }

    /// Such as `image/png`.
    package var mediaType: String {
        switch content {
        case .picture(let mediaType, _): mediaType
        case .video: "video/mp4"
        }
    }

    package var size: ModelProfile.FrameSize {
        switch content {
        case .picture(_, let size), .video(let size, _, _): size
        }
    }
}
