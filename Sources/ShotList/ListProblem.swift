/// A problem of a shot list: where it is, what is wrong and how to correct it.
package struct ListProblem: Hashable, Sendable {
    /// The shot's id, or its number in the list if it has none; `nil` for the list as a whole.
    package let shot: String?
    /// The field's name in the list.
    package let field: String?
    /// What is wrong and how to correct it, in one sentence.
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
