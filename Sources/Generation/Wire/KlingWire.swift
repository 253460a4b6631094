package import DailiesJSON
package import DailiesPlanning

/// The wire format of Kling 3.0's input, which all its hosts share.
///
/// Sources: Runflow's, fal's and eachlabs' pages of Kling 3.0 text-to-video and image-to-video.
package enum KlingWire {
    /// The model's input for a request whose pictures and videos are all addresses or data URIs.
    ///
    /// Shot lists use the names of Kling's pages, so it equals the canonical form.
    package static func input(_ request: RunRequest) -> JSONValue { request.json }

    /// The input without its pictures and videos, whose addresses differ from upload to upload.
    package static func withoutMedia(_ input: JSONValue) -> JSONValue {
        .object((input.members ?? [:]).filter { !mediaFields.contains($0.key) })
    }

    private static let mediaFields: Set = ["start_image_url", "end_image_url", "elements"]
}
