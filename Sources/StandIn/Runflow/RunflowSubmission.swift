import DailiesJSON

/// The body of a request that creates a run: `{input, callback_url, metadata, client_ref}`.
struct RunflowSubmission: Sendable {
    /// As it came, to be echoed.
    let input: JSONValue
    let kling: KlingInput
    let callbackURL: String?
    let metadata: JSONValue
    let clientRef: String?

    /// Checks the whole body; the refusal names every problem at once.
    init(_ body: JSONValue) throws(KlingInput.Refusal) {
        var problems: [FieldProblem] = []
        func text(_ field: String) -> String? {
            guard let value = body[field] else { return nil }
            if value.text == nil {
                problems.append(FieldProblem(field: field, message: "must be a string"))
            }
            return value.text
        }
        let callbackURL = text("callback_url")
        let clientRef = text("client_ref")
        let metadata = body["metadata"] ?? .null
        switch metadata {
        case .null, .object: break
        default: problems.append(FieldProblem(field: "metadata", message: "must be an object"))
        }

        var kling: KlingInput?
        let input = body["input"] ?? .null
        if case .object = input {
            do { kling = try KlingInput(input) } catch { problems += error.problems }
        } else {
            problems.append(FieldProblem(field: "input", message: "must be an object"))
        }
        guard let kling, problems.isEmpty else { throw KlingInput.Refusal(problems: problems) }
        self.input = input
        self.kling = kling
        self.callbackURL = callbackURL
        self.metadata = metadata
        self.clientRef = clientRef
    }

    /// The clip to be forged for the run with this id.
    func order(run: String) -> ClipOrder {
        ClipOrder(
            shape: kling.shape,
            scenes: kling.scenes,
            hasSound: kling.hasSound,
            labels: Slate.Labels(
                shot: label("shot"), part: label("part"), take: label("take"),
                run: String(run.suffix(8))))
    }

    /// A word or a number from the metadata, "-" where there is none.
    private func label(_ name: String) -> String {
        switch metadata[name] {
        case .string(let text) where !text.isEmpty: text
        case .integer(let number): String(number)
        default: "-"
        }
    }
}
