/// One thing wrong with a shot list: where it stands, what was found and what would be right.
package struct ListProblem: Hashable, Sendable {
    /// The shot's id, or its place ("shot 3") where it has none; `nil` for the list as a whole.
    package let shot: String?
    /// The field's name as it stands in the list.
    package let field: String?
    /// What was found and what would be right, as one sentence.
    package let message: String

    package init(shot: String? = nil, field: String? = nil, _ message: String) {
        self.shot = shot
        self.field = field
        self.message = message
    }
}

extension ListProblem: CustomStringConvertible {
    package var description: String {
        let place = [shot.map { "shot \($0)" } ?? "list", field].compactMap(\.self)
        return place.joined(separator: ", ") + ": " + message
    }
}
