import DailiesJSON
import DailiesMediaTime

/// The limits of the pictures of a request; `nil` for no limit.
struct PictureRules: Sendable {
    var bytes: Int?
    /// Pixels of the shorter side.
    var shortestEdge: Int?
    /// Width divided by height.
    var ratios: ClosedRange<Double>?
    /// Looks up a picture by the address in the request.
    let lookup: @Sendable (String) -> PictureLookup
}

extension FieldReader {
    /// The picture at an address; `nil` if the field is missing, or the address external.
    mutating func picture(_ field: String, _ rules: PictureRules) -> InputPicture? {
        guard let address = text(field, limit: .max) else { return nil }
        let bytes: [UInt8]
        switch rules.lookup(address) {
        case .external: return nil
        case .refused(let message, let type):
            addProblem(field, message, type)
            return nil
        case .found(let data): bytes = data
        }
        if let most = rules.bytes, bytes.count > most {
            addProblem(
                field, "must have at most \(most >> 20) MB", "file_too_large",
                ["max_size": .integer(most)])
            return nil
        }
        guard let picture = InputPicture(bytes) else {
            addProblem(
                field, "is no PNG or JPEG", "unsupported_image_format",
                ["supported_formats": ["png", "jpg", "jpeg"]])
            return nil
        }
        let (width, height) = (picture.size.width, picture.size.height)
        if let least = rules.shortestEdge, min(width, height) < least {
            addProblem(
                field, "must have at least \(least) × \(least) pixels", "image_too_small",
                ["min_width": .integer(least), "min_height": .integer(least)])
        } else if let ratios = rules.ratios, !ratios.contains(Double(width) / Double(height)) {
            addProblem(
                field,
                "must be \(ratios.lowerBound) to \(ratios.upperBound) times as wide as high")
        }
        return picture
    }
}
