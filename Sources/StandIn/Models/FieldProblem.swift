import DailiesJSON

/// A problem of one field of a request.
struct FieldProblem: Hashable, Sendable {
    /// The path of the field, such as `input.multi_prompt.2.duration`.
    let field: String
    let message: String
    /// The type of the problem, as fal names it.
    var type = "value_error"
    /// Details of the type, such as a limit.
    var context: [String: JSONValue] = [:]
}
