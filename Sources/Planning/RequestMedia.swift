package import DailiesShotList

/// A reference to a picture or video in a request.
///
/// Its text is an address or a data URI. Until the run is submitted it may also be a local file
/// (`file:PATH`), the last picture of another run's take (`last-picture:TAKE`), or a content
/// (`sha256:DIGEST`).
package struct RequestMedia: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// The reference of a list.
    package init(_ reference: MediaReference) {
        switch reference {
        case .address(let address): text = address
        case .file(let path): text = Self.filePrefix + path
        }
    }

    /// The last picture of a take, or of a run if its take isn't known yet, by name.
    package static func lastPicture(of name: String) -> RequestMedia {
        RequestMedia(lastPicturePrefix + name)
    }

    private static let filePrefix = "file:"
    private static let lastPicturePrefix = "last-picture:"

    /// Whether it is the last picture of a take or a run.
    package var isLastPicture: Bool { text.hasPrefix(Self.lastPicturePrefix) }

    /// The name of the take or run whose last picture it is; `nil` if it is another picture.
    package var lastPictureName: String? {
        isLastPicture ? String(text.dropFirst(Self.lastPicturePrefix.count)) : nil
    }

    /// A file, identified by the SHA-256 of its content.
    package static func content(sha256: String) -> RequestMedia {
        RequestMedia("sha256:" + sha256)
    }

    /// The reference without secrets and bulk data, for storage and display: an address without its
    /// user and password and without its query, which may contain a signature, or a data URI without its
    /// data.
    package var shown: RequestMedia {
        if text.hasPrefix("data:") { return RequestMedia(String(text.prefix { $0 != "," })) }
        guard !text.hasPrefix(Self.filePrefix),
            let authority = text.firstRange(of: "://")?.upperBound
        else { return self }
        let (scheme, rest) = (text[..<authority], text[authority...].prefix { $0 != "?" })
        // The host ends where the path begins; what comes before its last @ is the user.
        let host = rest.prefix { $0 != "/" && $0 != "#" && $0 != "\\" }
        let afterUser = host.lastIndex(of: "@").map { host.index(after: $0) } ?? rest.startIndex
        return RequestMedia(String(scheme) + rest[afterUser...])
    }
}
