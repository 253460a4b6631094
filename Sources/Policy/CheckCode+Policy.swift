public import DailiesVerification

extension CheckCode {
    /// The result of a policy as a whole.
    public static let policyOutcome = CheckCode(rawValue: "policy.outcome")
    /// The result of a rule about the file's trace, which isn't measured.
    public static let policyTrace = CheckCode(rawValue: "policy.trace")

    /// The code of a rule about a field, made from MediaInfo's names of track and field.
    ///
    /// For example, `Video` and `Format_Profile` give `policy.video.formatProfile`.
    public static func policy(track: String, field: String) -> CheckCode {
        let words = field.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let camel = words.enumerated().map { index, word in
            index == 0
                ? lowercasedStart(word) : word.prefix(1).uppercased() + String(word.dropFirst())
        }
        return CheckCode(rawValue: "policy.\(track.lowercased()).\(camel.joined())")
    }

    /// `FrameRate` becomes `frameRate`, `ID` becomes `id`.
    private static func lowercasedStart(_ word: Substring) -> String {
        let capitals = word.prefix(while: \.isUppercase)
        let count = capitals.count == word.count ? word.count : 1
        return word.prefix(count).lowercased() + String(word.dropFirst(count))
    }
}
