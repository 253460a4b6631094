/// The input fields that Runflow's pages document, for the run API and for the older endpoint.
///
/// Sources: docs.runflow.io, Kling v3 Pro text-to-video and image-to-video; runflow.io, the gallery's
/// pages of both, whose sample for image-to-video names `image_url`.
struct RunflowServerFields: Sendable {
    let input: Set<String>
    let element: Set<String>
    let requiresStart: Bool

    private static let text: Set = [
        "prompt", "aspect_ratio", "generate_audio", "multi_prompt", "duration", "shot_type",
        "negative_prompt", "cfg_scale",
    ]
    private static let image = text.subtracting(["aspect_ratio"]).union([
        "start_image_url", "end_image_url", "elements",
    ])
    private static let element: Set = ["frontal_image_url", "reference_image_urls", "video_url"]

    static func run(_ task: KlingModel.Task) -> RunflowServerFields {
        RunflowServerFields(
            input: task == .text ? text : image, element: element.union(["voice_id"]),
            requiresStart: true)
    }

    static func older(_ task: KlingModel.Task) -> RunflowServerFields {
        RunflowServerFields(
            input: (task == .text ? text : image.union(["image_url"])).union(["voice_ids"]),
            element: element, requiresStart: false)
    }
}
