/// The place of a field in a request: member names, joined by full stops.
///
/// `settings.duration` is the member `duration` of the object `settings`;
/// `contents[type=prompt].text` is the member `text` of the entry of the list `contents` whose
/// `type` is `prompt`.
package struct WirePath: Hashable, Sendable {
    package let steps: [Step]

    /// One step of a path.
    package enum Step: Hashable, Sendable {
        /// A member of an object.
        case member(String)
        /// The entry of a list whose member `key` has the value.
        case entry(list: String, key: String, value: String)
    }

    /// Reads a path; `nil` if a name is empty or a bracket has no `key=value` in it.
    package init?(_ text: String) {
        let steps = text.split(separator: ".", omittingEmptySubsequences: false).map(Step.init)
        guard !steps.contains(nil) else { return nil }
        self.steps = steps.compactMap(\.self)
        // An entry is an object: its path goes on to one of its members.
        if case .entry? = self.steps.last { return nil }
    }
}

extension WirePath.Step {
    fileprivate init?(_ text: Substring) {
        guard let bracket = text.firstIndex(of: "[") else {
            guard !text.isEmpty, !text.contains("]") else { return nil }
            self = .member(String(text))
            return
        }
        let list = text[..<bracket]
        let condition = text[text.index(after: bracket)...]
        guard !list.isEmpty, condition.last == "]" else { return nil }
        let parts = condition.dropLast().split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.contains("]") }) else {
            return nil
        }
        self = .entry(list: String(list), key: String(parts[0]), value: String(parts[1]))
    }
}
