import DailiesJSON
import DailiesShotList

extension JSONValue {
    /// Sets the value at a path, and makes the objects and list entries on the way.
    ///
    /// A text that is no path is the name of a member.
    mutating func set(_ value: JSONValue, at path: String) {
        let steps = WirePath(path)?.steps ?? [.member(path)]
        self = setting(value, at: steps[...])
    }

    private func setting(_ value: JSONValue, at steps: ArraySlice<WirePath.Step>) -> JSONValue {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        var members = members ?? [:]
        switch step {
        case .member(let name):
            members[name] = (members[name] ?? .null).setting(value, at: rest)
        case .entry(let list, let key, let text):
            var entries = members[list]?.elements ?? []
            if let index = entries.firstIndex(where: { $0[key]?.text == text }) {
                entries[index] = entries[index].setting(value, at: rest)
            } else {
                entries.append(JSONValue.object([key: .string(text)]).setting(value, at: rest))
            }
            members[list] = .array(entries)
        }
        return .object(members)
    }
}
