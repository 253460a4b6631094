/// One entry of a shot list: the thing that must exist in the film.
package struct Shot: Hashable, Sendable {
    /// Names the shot in files, in the ledger and in the report, such as `010`.
    package let id: String
    /// What the model is asked for: one prompt, or several in a row within one run.
    package let content: Content
    /// Seconds that the shot is to last, all of it.
    package let duration: Int
    /// The shape as the provider spells it, such as `16:9`.
    package let aspectRatio: String
    /// Whether sound is bought with the picture.
    package let generateAudio: Bool
    package let negativePrompt: String?
    package let cfgScale: Double?
    package let shotType: String?
    package let voiceIDs: [String]
    /// Where in the story the shot belongs; for people.
    package let scene: String?
    /// A remark; for people.
    package let note: String?

    /// What the model is asked for.
    package enum Content: Hashable, Sendable {
        case prompt(String)
        case multiPrompt([PromptElement])
    }

    /// One element of a `multi_prompt`: its words and how many seconds it lasts.
    package struct PromptElement: Hashable, Sendable {
        package let prompt: String
        package let duration: Int
    }

    /// The words of the shot on one line, for displays.
    package var summary: String {
        switch content {
        case .prompt(let prompt): prompt
        case .multiPrompt(let elements): elements.map(\.prompt).joined(separator: " / ")
        }
    }
}
