import Foundation

/// Looks up the pictures of requests to Kling: an https address, or base64 without a prefix.
///
/// Source: Kling, *Image to video*: "URL or Base64", `.jpg`, `.jpeg` or `.png`, at least 300 pixels
/// on each side, 1:2.5 to 2.5:1, at most 50 MB (10 MB at v1).
enum KlingServerPictures {
    static func rules(isV1: Bool) -> PictureRules {
        PictureRules(
            bytes: (isV1 ? 10 : 50) << 20, shortestEdge: 300, ratios: 0.4...2.5, lookup: lookup)
    }

    @Sendable private static func lookup(_ text: String) -> PictureLookup {
        if text.hasPrefix("https://") { return .external }
        guard !text.hasPrefix("http://"), let bytes = Data(base64Encoded: text), !bytes.isEmpty
        else {
            return .refused(
                message: "must be an https address or base64 without a prefix", type: "value_error")
        }
        return .found([UInt8](bytes))
    }
}
