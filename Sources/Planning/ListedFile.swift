package import DailiesMediaTime
import DailiesShotList

/// A local picture or video that a list names, with its measurement.
package struct ListedFile: Hashable, Sendable {
    package let path: String
    /// The file's length in bytes.
    package let bytes: Int
    /// SHA-256 of the file, in hexadecimal.
    package let sha256: String
    package let content: Content

    /// What the file contains; sizes in pixels, frame rates in frames per second.
    package enum Content: Hashable, Sendable {
        case picture(mediaType: String, size: FrameSize)
        case video(size: FrameSize, seconds: Double, frameRate: Double)
    }

    package init(path: String, bytes: Int, sha256: String, content: Content) {
        self.path = path
        self.bytes = bytes
        self.sha256 = sha256
        self.content = content
    }

    /// The media type, such as `image/png`.
    package var mediaType: String {
        switch content {
        case .picture(let mediaType, _): mediaType
        case .video: "video/mp4"
        }
    }

    /// The size in pixels.
    package var size: FrameSize {
        switch content {
        case .picture(_, let size), .video(let size, _, _): size
        }
    }
}
