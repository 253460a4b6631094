import DailiesJSON

/// One thing wrong with one field of a request.
struct FieldProblem: Hashable, Sendable {
    /// The field's place, such as `input.multi_prompt.2.duration`.
    let field: String
    let message: String
    /// What kind of problem it is, in fal's vocabulary.
    var type = "value_error"
    /// What the kind is about, such as a limit.
    var context: [String: JSONValue] = [:]
}
