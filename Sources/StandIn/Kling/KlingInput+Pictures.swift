import DailiesJSON
import DailiesMediaTime

extension KlingInput {
    private static func limits(_ rules: Rules) -> PictureRules {
        PictureRules(
            bytes: 10 << 20, shortestEdge: 300, ratios: 0.40...2.50, lookup: rules.pictures)
    }

    /// Checks the fields that only image-to-video has, and returns the start and end pictures.
    static func pictures(
        _ fields: inout FieldReader, _ rules: Rules
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
            fields.picture("start_image_url", limits(rules))
                ?? fields.picture("image_url", limits(rules)),
            fields.picture("end_image_url", limits(rules))
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
                _ = inner.picture("frontal_image_url", limits(rules))
            }
            fields.addProblems(of: inner)
        }
        if videos > 1 {
            fields.addProblem(
                "elements", "may hold one video", "sequence_too_long", ["max_length": 1])
        }
    }
}
