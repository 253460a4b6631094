/// What may be asked of a model, how each host is asked, and what is delivered: one file in
/// `presets/models`, or one of the user's.
package struct ModelProfile: Hashable, Sendable {
    package static let schema = "dailies.model/3"

    package let id: String
    /// The display name.
    package let name: String
    /// Where the facts of the file are from.
    package let sources: [Source]
    /// What may be asked, in the words of shot lists.
    package let asks: ModelAsks
    /// The providers that host the model, by name.
    package let hosts: [String: ModelHost]
    /// What a run delivers.
    package let delivers: ModelDelivery

    /// The source of a fact, and when it was looked up.
    package struct Source: Hashable, Sendable {
        /// What it is the source of, such as "hosts.fal".
        package let subject: String
        /// A page, a file or a measurement.
        package let source: String
        /// The date as YYYY-MM-DD, or as exactly as it is known.
        package let date: String
    }
}

/// The whole numbers that a field may have: a range, or certain values.
package enum AllowedNumbers: Hashable, Sendable {
    case range(ClosedRange<Int>)
    /// At least one value, in ascending order.
    case values([Int])

    package var lowest: Int {
        switch self {
        case .range(let range): range.lowerBound
        case .values(let values): values.first ?? 0
        }
    }

    package var highest: Int {
        switch self {
        case .range(let range): range.upperBound
        case .values(let values): values.last ?? 0
        }
    }

    package func contains(_ number: Int) -> Bool {
        switch self {
        case .range(let range): range.contains(number)
        case .values(let values): values.contains(number)
        }
    }

    /// Whether there is only one.
    package var isSingle: Bool { lowest == highest }
}

extension AllowedNumbers: CustomStringConvertible {
    /// "3 to 15", "4, 6 or 8", "6".
    package var description: String {
        switch self {
        case .range(let range):
            isSingle ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        case .values(let values):
            values.count < 2
                ? values.map(String.init).joined()
                : values.dropLast().map(String.init).joined(separator: ", ")
                    + " or \(values.last ?? 0)"
        }
    }
}

extension ModelProfile {
    /// A model without a file: what its takes should be like isn't known, and isn't judged.
    package static func undescribed(_ id: String) -> ModelProfile {
        ModelProfile(
            id: id, name: id, sources: [],
            asks: ModelAsks(
                durations: .range(1...3600), resolutionDurations: [:], defaultDuration: 5,
                aspectRatios: [], defaultAspectRatio: nil, resolutions: [], defaultResolution: nil,
                frameRates: nil, defaultFrameRate: nil, sound: .optional, defaultSound: true,
                prompt: ModelAsks.TextLimit(scalars: nil, bytes: nil), negativePrompt: nil,
                cfgScale: nil, seed: nil, multiPrompt: nil, shotTypes: [:], voices: nil,
                picture: .unknown, elements: nil, extras: [:]),
            hosts: [:],
            delivers: ModelDelivery(
                frameSizes: [:], frameRate: .unknown, extraFrames: nil, duration: nil,
                hasKnownSound: false, pictureShape: .unknown))
    }
}

extension ModelProfile {
    /// The order of keys in a file for people.
    package static let keyOrder = [
        "schema", "id", "name", "note", "sources", "asks", "wire", "hosts", "delivers", "for",
        "source", "text", "start", "start_end", "address", "fields", "required", "type", "values",
        "minimum", "maximum",
    ]
}
