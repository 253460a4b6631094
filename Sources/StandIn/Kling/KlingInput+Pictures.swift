import DailiesJSON
import DailiesMediaTime

extension KlingInput {
    private static let shortestEdge = 300
    private static let ratios = 0.40...2.50
    private static let largestFile = 10 << 20

    /// Checks the fields that only image-to-video has, and returns the start and end pictures.
    static func pictures(
        _ fields: inout FieldReader,
        _ input: JSONValue,
        _ rules: Rules
    ) -> (start: InputPicture?, end: InputPicture?) {
        if rules.requiresStart, !fields.has("start_image_url") {
            fields.addProblem("start_image_url", "must be given", "missing")
        }
        if fields.has("multi_prompt") {
            if !fields.has("shot_type") {
                fields.addProblem(
                    "shot_type", "must be given together with multi_prompt", "missing")
            }
            if fields.has("end_image_url") {
                fields.addProblem(
                    "end_image_url", "can't be combined with multi_prompt",
                    "feature_not_supported")
            }
        }
        _ = fields.text("shot_type", limit: 100)
        elements(&fields, rules)
        return (
            picture("start_image_url", of: &fields, rules)
                ?? picture("image_url", of: &fields, rules),
            picture("end_image_url", of: &fields, rules)
        )
    }

    private static func elements(_ fields: inout FieldReader, _ rules: Rules) {
        let elements = fields.list("elements", count: 0...3) ?? []
        var videos = 0
        for (index, element) in elements.enumerated() {
            var inner = fields.element(element, of: "elements", at: index)
            inner.rejectUnknownFields(except: rules.elementFields)
            _ = inner.text("voice_id", limit: 100)
            let references = inner.list("reference_image_urls", count: 1...3)
            if inner.has("video_url") {
                videos += 1
                if inner.has("frontal_image_url") || references != nil {
                    inner.addProblem("video_url", "must not be given together with images")
                }
            } else if !inner.has("frontal_image_url") {
                inner.addProblem("frontal_image_url", "must be given", "missing")
            } else {
                _ = picture("frontal_image_url", of: &inner, rules)
            }
            fields.addProblems(of: inner)
        }
        if videos > 1 {
            fields.addProblem(
                "elements", "may hold one video", "sequence_too_long", ["max_length": 1])
        }
    }

    private static func picture(
        _ field: String,
        of fields: inout FieldReader,
        _ rules: Rules
    ) -> InputPicture? {
        guard let address = fields.text(field, limit: .max) else { return nil }
        let bytes: [UInt8]
        switch rules.pictures(address) {
        case .external: return nil
        case .refused(let message, let type):
            fields.addProblem(field, message, type)
            return nil
        case .found(let data): bytes = data
        }
        guard bytes.count <= largestFile else {
            fields.addProblem(
                field, "must have at most 10 MB", "file_too_large",
                ["max_size": .integer(largestFile)])
            return nil
        }
        guard let picture = InputPicture(bytes) else {
            fields.addProblem(
                field, "is no PNG or JPEG", "unsupported_image_format",
                ["supported_formats": ["png", "jpg", "jpeg"]])
            return nil
        }
        let (width, height) = (picture.size.width, picture.size.height)
        if min(width, height) < shortestEdge {
            fields.addProblem(
                field, "must have at least 300 × 300 pixels", "image_too_small",
                ["min_width": .integer(shortestEdge), "min_height": .integer(shortestEdge)])
        } else if !ratios.contains(Double(width) / Double(height)) {
            fields.addProblem(field, "must be 0.40 to 2.50 times as wide as high")
        }
        return picture
    }
}
