import DailiesVerification

/// A parsed rule: a condition on one field of one type of track.
struct PolicyRule: Hashable, Sendable {
    let name: String
    let level: PolicyLevel
    let subject: Subject
    let condition: Condition

    enum Subject: Hashable, Sendable {
        /// A field of a track; `occurrence` is the track's number within its type, `nil` for any.
        case field(track: Track, name: String, occurrence: Int?)
        /// An element of the file's trace.
        case trace(String)
    }

    enum Track: String, Hashable, Sendable, CaseIterable {
        case general = "General"
        case video = "Video"
        case audio = "Audio"
        case text = "Text"
        case image = "Image"
        case menu = "Menu"
        case other = "Other"
    }

    enum Condition: Hashable, Sendable {
        case exists
        case mustNotExist
        case compares(Comparison, String)
        case startsWith(String)
        case mustNotStartWith(String)
    }

    enum Comparison: String, Hashable, Sendable, CaseIterable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case atMost = "<="
        case greater = ">"
        case atLeast = ">="
    }

    var code: CheckCode {
        switch subject {
        case .field(let track, let name, _): .policy(track: track.rawValue, field: name)
        case .trace: .policyTrace
        }
    }
}

extension PolicyRule.Condition: CustomStringConvertible {
    /// The required value, as an object of "requires".
    var description: String {
        switch self {
        case .exists: "any value"
        case .mustNotExist: "no value"
        case .compares(.equal, let value): value
        case .compares(.notEqual, let value): "anything but \(value)"
        case .compares(.less, let value): "less than \(value)"
        case .compares(.atMost, let value): "at most \(value)"
        case .compares(.greater, let value): "more than \(value)"
        case .compares(.atLeast, let value): "at least \(value)"
        case .startsWith(let value): "a value that starts with \(value)"
        case .mustNotStartWith(let value): "a value that doesn't start with \(value)"
        }
    }
}

extension PolicyRule.Subject: CustomStringConvertible {
    /// The field with MediaInfo's names, such as `Video Format_Profile`.
    var description: String {
        switch self {
        case .field(let track, let name, _): "\(track.rawValue) \(name)"
        case .trace(let element): "Trace \(element)"
        }
    }
}
