package import DailiesShotList

/// A picture or video that a request names.
///
/// Its text is an address, or stands for a file on this machine (`file:PATH`), for the last picture
/// of another run's take (`last-picture:TAKE`), or for contents (`sha256:DIGEST`) until the run is
/// submitted.
package struct RequestMedia: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// What a list refers to.
    package init(_ reference: MediaReference) {
        switch reference {
        case .address(let address): text = address
        case .file(let path): text = "file:" + path
        }
    }

    /// The last picture of a take, or of a run whose take isn't known yet.
    package static func lastPicture(of name: String) -> RequestMedia {
        RequestMedia("last-picture:" + name)
    }

    /// A file by its content.
    package static func content(sha256: String) -> RequestMedia {
        RequestMedia("sha256:" + sha256)
    }

    /// The reference as it may be stored and shown: an address without its query, which may be a
    /// signature, and an inline picture without its bytes.
    package var shown: RequestMedia {
        let isInline = text.hasPrefix("data:")
        return RequestMedia(String(text.prefix { $0 != (isInline ? "," : "?") }))
    }
}
