package import DailiesJSON

/// One entry of a shot list: the thing that must exist in the film.
package struct Shot: Hashable, Sendable {
    /// Names the shot in files, in the ledger and in the report, such as `010`.
    package let id: String
    /// What the model is asked for: one prompt, or several in a row within one run.
    package let content: Content
    /// Seconds that the shot is to last, all of it.
    package let duration: Int
    /// The shape as the provider spells it, such as `16:9`; `nil` where the picture that the shot
    /// starts with decides.
    package let aspectRatio: String?
    /// Whether sound is bought with the picture.
    package let generateAudio: Bool
    package let negativePrompt: String?
    package let cfgScale: Double?
    package let shotType: String?
    package let voiceIDs: [String]
    /// What its first picture is to be; `nil` where the model may choose.
    package let start: Start?
    /// The picture that it ends with.
    package let end: MediaReference?
    /// People and things that the model is to know again, `@Element1` first.
    package let elements: [Element]
    /// Whether each part of a multi-run shot starts with the last picture of the one before.
    package let continuesParts: Bool
    /// Where in the story the shot belongs; for people.
    package let scene: String?
    /// A remark; for people.
    package let note: String?
    /// The user's own key-value pairs, attached to the run where the provider keeps such.
    package let metadata: [String: JSONValue]

    /// What is paid for as sound.
    package enum Sound: Hashable, Sendable {
        case none
        /// Whatever the model finds fitting.
        case free
        /// With voices that were chosen.
        case voices
    }

    package var sound: Sound {
        guard generateAudio else { return .none }
        let hasVoices = !voiceIDs.isEmpty || elements.contains { $0.voiceID != nil }
        return hasVoices ? .voices : .free
    }

    /// What the model is asked for.
    package enum Content: Hashable, Sendable {
        case prompt(String)
        case multiPrompt([PromptElement])
    }

    /// One element of a `multi_prompt`: its words and how many seconds it lasts.
    package struct PromptElement: Hashable, Sendable {
        package let prompt: String
        package let duration: Int

        package init(prompt: String, duration: Int) {
            self.prompt = prompt
            self.duration = duration
        }
    }

    /// What a shot starts with.
    package enum Start: Hashable, Sendable {
        case picture(MediaReference)
        /// The last picture of the shot before, whatever take of it is accepted.
        case previousShot
    }

    /// A person or thing that the model is to recognize, with the voice it speaks with.
    package struct Element: Hashable, Sendable {
        package let appearance: Appearance
        /// The provider's id of its voice; `nil` where none was chosen.
        package let voiceID: String?

        package init(appearance: Appearance, voiceID: String?) {
            self.appearance = appearance
            self.voiceID = voiceID
        }

        /// How it looks: pictures of it, or a video.
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

    /// The words of the shot on one line, for displays.
    package var summary: String {
        switch content {
        case .prompt(let prompt): prompt
        case .multiPrompt(let elements): elements.map(\.prompt).joined(separator: " / ")
        }
    }

    /// Every picture and video that it refers to, with the field that does.
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

/// A picture or video that a list refers to.
package enum MediaReference: Hashable, Sendable {
    /// An address that the provider fetches itself, or a picture written into the list.
    case address(String)
    /// A file on this machine, as it stands in the list: from the list's folder on.
    case file(String)

    /// As it stands in the list.
    package var text: String {
        switch self {
        case .address(let text), .file(let text): text
        }
    }
}
