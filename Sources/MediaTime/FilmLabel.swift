/// A text in the first seconds of a film that says how it was made.
///
/// The EU's AI Act, article 50, asks publishers of deepfakes for a visible label; China's GB 45438
/// asks for one of at least two seconds, as high as a twentieth of the picture's shorter side.
public struct FilmLabel: Hashable, Sendable {
    /// How many seconds it is shown from the film's beginning, above 0 and at most 600.
    public let seconds: Double
    /// The text: 1…40 printable ASCII characters.
    public let text: String

    /// The text of films that don't say another one.
    public static let usualText = "AI-generated"

    /// How long labels may be shown, in seconds.
    public static let limits = 0.1...600.0

    /// Makes a label; `nil` if the time or the text is outside the limits.
    public init?(seconds: Double, text: String = usualText) {
        guard Self.limits.contains(seconds), Self.allows(text) else { return nil }
        self.seconds = seconds
        self.text = text
    }

    /// Whether a text can be drawn: 1…40 printable ASCII characters, not only spaces.
    public static func allows(_ text: String) -> Bool {
        let characters = text.unicodeScalars
        return (1...40).contains(characters.count)
            && characters.allSatisfy { (32..<127).contains($0.value) }
            && characters.contains { $0 != " " }
    }

    /// What `allows` asks for, for messages.
    public static let textRule = "1 to 40 characters of plain ASCII, such as \"AI-generated\""
}
