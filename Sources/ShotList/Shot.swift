package import DailiesJSON

/// One shot of a shot list, which must exist in the film.
package struct Shot: Hashable, Sendable {
    /// The id in file names, the ledger and the report, such as `010`.
    package let id: String
    package let model: ModelProfile
    /// The provider that the shot is bought from.
    package let provider: String
    /// The same shot at the next providers, in order of preference: one is tried only if it is certain
    /// that nothing was bought at those before it.
    package var alternatives: [Shot] = []
    /// The prompt, or several consecutive prompts within one run.
    package let content: Content
    /// The requested duration of the whole shot, in seconds.
    package let duration: Int
    /// The aspect ratio, such as `16:9`; `nil` if the start picture determines it.
    package let aspectRatio: String?
    /// The resolution, such as `1080p`; `nil` if the model has none to choose.
    package let resolution: String?
    /// The frames per second; `nil` if the model has none to choose.
    package let frameRate: Int?
    /// Whether the run generates sound.
    package let generateAudio: Bool
    package let negativePrompt: String?
    package let cfgScale: Double?
    package let seed: Int?
    package let shotType: String?
    /// The model's own fields, by the model's own names.
    package let extras: [String: JSONValue]
    package let voiceIDs: [String]
    /// The start picture; `nil` for none.
    package let start: Start?
    /// The end picture; `nil` for none.
    package let end: MediaReference?
    /// People and things that the model is to recognize, `@Element1` first.
    package let elements: [Element]
    /// Whether each part of a multi-run shot starts with the last frame of the previous part.
    package let continuesParts: Bool
    /// The scene that the shot belongs to; for display.
    package let scene: String?
    /// A remark; for display.
    package let note: String?
    /// The shot's subtitle in exports; never sent to a provider.
    package let caption: String?
    /// The user's key-value pairs, attached to the run if the provider supports metadata.
    package let metadata: [String: JSONValue]

    /// The names of the parts of a shot that is longer than one run allows, in order: a shot has at most
    /// as many parts.
    package static let partNames = "abcdefghijklmnopqrstuvwxyz".map(String.init)

    /// The kind of sound, which determines the price.
    package enum Sound: Hashable, Sendable {
        case none
        /// Sound that the model chooses.
        case generated
        /// Sound with chosen voices.
        case voices
    }

    package var sound: Sound {
        guard generateAudio else { return .none }
        let hasVoices = !voiceIDs.isEmpty || elements.contains { $0.voiceID != nil }
        return hasVoices ? .voices : .generated
    }

    /// One prompt or several.
    package enum Content: Hashable, Sendable {
        case prompt(String)
        case multiPrompt([PromptElement])

        /// The prompts on one line, for display.
        package var summary: String {
            switch self {
            case .prompt(let prompt): prompt
            case .multiPrompt(let elements): elements.map(\.prompt).joined(separator: " / ")
            }
        }
    }

    /// One prompt of a `multi_prompt`, with its duration in seconds.
    package struct PromptElement: Hashable, Sendable {
        package let prompt: String
        package let duration: Int

        package init(prompt: String, duration: Int) {
            self.prompt = prompt
            self.duration = duration
        }
    }

    /// A shot's start picture.
    package enum Start: Hashable, Sendable {
        case picture(MediaReference)
        /// The last frame of the previous shot's accepted take.
        case previousShot
    }

    /// A person or thing that the model is to recognize, with its voice.
    package struct Element: Hashable, Sendable {
        package let appearance: Appearance
        /// The provider's id of its voice; `nil` for none.
        package let voiceID: String?

        package init(appearance: Appearance, voiceID: String?) {
            self.appearance = appearance
            self.voiceID = voiceID
        }

        /// The reference media: pictures or a video.
        package enum Appearance: Hashable, Sendable {
            case images(frontal: MediaReference, others: [MediaReference])
            case video(MediaReference)
        }

        /// Every picture and video that it refers to.
        package var references: [MediaReference] {
            switch appearance {
            case .images(let frontal, let others): [frontal] + others
            case .video(let reference): [reference]
            }
        }
    }

    /// The model's endpoints and limits at the provider.
    package var host: ModelHost? { model.hosts[provider] }

    /// The prompts on one line, for display.
    package var summary: String { content.summary }

    /// Every picture and video that it refers to, with the name of the field.
    package var references: [(field: String, reference: MediaReference)] {
        var found: [(String, MediaReference)] = []
        if case .picture(let reference) = start { found.append(("start_image_url", reference)) }
        if let end { found.append(("end_image_url", end)) }
        for (index, element) in elements.enumerated() {
            found += element.references.map { ("elements[\(index + 1)]", $0) }
        }
        return found
    }
}

/// A reference to a picture or video.
package enum MediaReference: Hashable, Sendable {
    /// An address that the provider fetches, or a data URI.
    case address(String)
    /// The path of a file on this machine, as written: relative to the list's folder.
    case file(String)

    /// The reference as written in the list.
    package var text: String {
        switch self {
        case .address(let text), .file(let text): text
        }
    }
}
