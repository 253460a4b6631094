/// One thing wrong with one field of a request.
struct FieldProblem: Hashable, Sendable {
    /// The field's place, such as `input.multi_prompt.2.duration`.
    let field: String
    let message: String
}
