import DailiesJSON

/// Takes secrets out of words that come from a provider before anything shows or keeps them: the
/// account's key, and the queries of addresses, which may be signatures.
struct Scrubber: Sendable {
    /// The account's key; `nil` where there is none.
    let key: String?

    func text(_ text: String) -> String {
        var result = text
        if let key, !key.isEmpty { result = result.replacing(key, with: "[key]") }
        return result.replacing(/(https?:\/\/[^\s?"'<>]*)\?[^\s"'<>]*/) { match in
            String(match.output.1)
        }
    }

    func json(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(self.text(text))
        case .array(let list): .array(list.map(json))
        case .object(let members): .object(members.mapValues(json))
        default: value
        }
    }
}
