import DailiesJSON

/// The body of a request that creates a run: `{input, callback_url, metadata, client_ref}`.
struct RunflowServerSubmission: Sendable {
    let asked: ModelInput
    let metadata: JSONValue

    private static let fields: Set = ["input", "callback_url", "metadata"]

    /// Checks the whole body; throws all problems at once.
    ///
    /// - Parameter hasExtraFields: whether `client_ref`, which the model's page doesn't document, is
    ///   allowed.
    init(
        _ body: JSONValue, hasExtraFields: Bool,
        check: (_ input: JSONValue, _ path: String) throws(ModelInput.Refusal) -> ModelInput
    ) throws(ModelInput.Refusal) {
        var problems: [FieldProblem] = []
        let known = Self.fields.union(hasExtraFields ? ["client_ref"] : [])
        for field in (body.members ?? [:]).keys.sorted() where !known.contains(field) {
            problems.append(FieldProblem(field: field, message: "Extra inputs are not permitted"))
        }
        for field in ["callback_url", "client_ref"] {
            if let value = body[field], value.text == nil {
                problems.append(FieldProblem(field: field, message: "must be a string"))
            }
        }
        let metadata = body["metadata"] ?? .null
        switch metadata {
        case .null, .object: break
        default: problems.append(FieldProblem(field: "metadata", message: "must be an object"))
        }

        var asked: ModelInput?
        let input = body["input"] ?? .null
        if case .object = input {
            do {
                asked = try check(input, "input")
            } catch {
                problems += error.problems
            }
        } else {
            problems.append(FieldProblem(field: "input", message: "must be an object"))
        }
        guard let asked, problems.isEmpty else { throw ModelInput.Refusal(problems: problems) }
        self.asked = asked
        self.metadata = metadata
    }
}
