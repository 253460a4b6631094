/// How providers' codes say that what is to be seen was refused.
///
/// Sources: fal.ai, *Errors* (`content_policy_violation`); eachlabs, *Executions*
/// (`content_moderation`); Runflow, model pages (`nsfw_detected`); Kling, *Error codes* (1301).
enum ModerationWords {
    private static let words = ["content_policy", "content_moderation", "moderation", "nsfw"]

    /// Whether a code, not a sentence, is one of them.
    static func appear(in code: String?) -> Bool {
        guard let code = code?.lowercased() else { return false }
        return code == "1301" || words.contains { code.contains($0) }
    }
}
