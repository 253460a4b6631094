package import DailiesJSON

/// A problem of a shot list: where it is, what was found and what is expected.
package struct ListProblem: Hashable, Sendable {
    /// The shot's id, or its number in the list if it has none; `nil` for the list as a whole.
    package let shot: String?
    /// The field's name in the list, or the name of an option of the command line, such as `--preset`.
    package let field: String?
    /// What is wrong; empty if the correction says it.
    package let wrong: String
    /// How to correct it; empty if what is wrong says it.
    package let correction: String
    /// Which of the list's shots it is, from 0; `nil` for the list as a whole, or if the id tells.
    var entry: Int?
    /// Where it is in the list's file; `nil` if it concerns no place.
    package var place: ListPlace?
    /// The value at the place, as JSON on one line; `nil` for none.
    package var found: String?

    package init(
        shot: String? = nil, field: String? = nil, entry: Int? = nil, _ wrong: String,
        _ correction: String = "", place: ListPlace? = nil
    ) {
        self.shot = shot
        self.field = field
        self.entry = entry
        self.wrong = wrong
        self.correction = correction
        self.place = place
    }

    /// Whether it is a problem of an option of the command line, such as `--preset`, not of the file.
    package var isOfOption: Bool { place == nil && field?.hasPrefix("--") == true }

    /// What is wrong and how to correct it, in one sentence.
    package var message: String {
        [wrong, correction].filter { !$0.isEmpty }.joined(separator: "; ")
    }
}

/// A place in a list's file.
package struct ListPlace: Hashable, Sendable {
    package let position: TextPosition
    /// The row of a table, from 1 for its header; `nil` for other lists.
    package var row: Int?

    package init(_ position: TextPosition, row: Int? = nil) {
        self.position = position
        self.row = row
    }
}

extension ListProblem: CustomStringConvertible {
    package var description: String {
        let parts = [
            place?.row.map { "row \($0)" },
            shot.map { "shot \($0)" }
                ?? (place?.row == nil && !isOfOption ? "list" : nil), field,
        ]
        return parts.compactMap(\.self).joined(separator: ", ") + ": " + message
    }
}
