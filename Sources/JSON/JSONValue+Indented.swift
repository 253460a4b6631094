extension JSONValue {
    /// The value on several lines, for people: what fits into a line stays on one.
    ///
    /// - Parameter order: names that come first in objects, in this order; the others follow sorted.
    package func indented(order: [String] = []) -> String {
        text(indent: 0, used: 0, order: order)
    }

    private static let width = 110

    private func text(indent: Int, used: Int, order: [String]) -> String {
        let line = spaced(order)
        guard indent + used + line.count > Self.width else { return line }
        let inner = String(repeating: " ", count: indent + 2)
        let end = "\n" + String(repeating: " ", count: indent)
        switch self {
        case .array(let list) where !list.isEmpty:
            let lines = list.map { inner + $0.text(indent: indent + 2, used: 0, order: order) }
            return "[\n" + lines.joined(separator: ",\n") + end + "]"
        case .object(let members) where !members.isEmpty:
            let lines = Self.sorted(members, order).map { name, value in
                let key = JSONValue.string(name).line + ": "
                return inner + key + value.text(indent: indent + 2, used: key.count, order: order)
            }
            return "{\n" + lines.joined(separator: ",\n") + end + "}"
        default: return line
        }
    }

    /// The value on one line, with spaces.
    private func spaced(_ order: [String]) -> String {
        switch self {
        case .array(let list): "[" + list.map { $0.spaced(order) }.joined(separator: ", ") + "]"
        case .object(let members) where !members.isEmpty:
            "{ "
                + Self.sorted(members, order).map { name, value in
                    "\(JSONValue.string(name).line): \(value.spaced(order))"
                }.joined(separator: ", ") + " }"
        default: line
        }
    }

    private static func sorted(
        _ members: [String: JSONValue], _ order: [String]
    ) -> [(String, JSONValue)] {
        func rank(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }
        return members.map { ($0.key, $0.value) }.sorted { (rank($0.0), $0.0) < (rank($1.0), $1.0) }
    }
}
