import DailiesVerification

/// One rule as written: a condition on one field of one kind of track.
struct PolicyRule: Hashable, Sendable {
    let name: String
    let level: PolicyLevel
    let subject: Subject
    let condition: Condition

    enum Subject: Hashable, Sendable {
        /// A field of the tracks of a kind; `occurrence` `nil` stands for any of them.
        case field(track: Track, name: String, occurrence: Int?)
        /// A place in the file's trace.
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
    /// What is asked for, as the rest of a sentence.
    var description: String {
        switch self {
        case .exists: "any value"
        case .mustNotExist: "none"
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
    /// The field by MediaInfo's names, such as `Video Format_Profile`.
    var description: String {
        switch self {
        case .field(let track, let name, _): "\(track.rawValue) \(name)"
        case .trace(let place): "Trace \(place)"
        }
    }
}
