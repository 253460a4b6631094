/// Recognizes the error codes that providers use for content moderation.
///
/// Sources: fal.ai, *Errors* (`content_policy_violation`); eachlabs, *Executions*
/// (`content_moderation`); Runflow, model pages (`nsfw_detected`); Kling, *Error codes* (1301).
enum ModerationCodes {
    private static let fragments = ["content_policy", "content_moderation", "moderation", "nsfw"]

    /// Whether an error code means content moderation; not for free text.
    static func contains(_ code: String?) -> Bool {
        guard let code = code?.lowercased() else { return false }
        return code == "1301" || fragments.contains { code.contains($0) }
    }
}
