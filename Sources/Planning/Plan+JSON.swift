package import DailiesJSON
package import DailiesShotList

extension Plan {
    package static let schema = "dailies.plan/1"

    /// The output of `plan --json`, which scripts read; money in US dollars as decimal strings.
    package static func json(
        title: String, plan: Plan?, problems: [ListProblem]
    ) -> JSONValue {
        let total = plan?.quote ?? .zero
        return [
            "schema": .string(schema),
            "title": .string(title),
            "runs": .array((plan?.runs ?? []).map(\.json)),
            "quote": total.json,
            "notes": .array((plan?.shapeNotes ?? []).map { .string($0.description) }),
            "problems": .array(problems.map(\.json)),
        ]
    }
}

extension Quote {
    /// The amounts; `"complete": false` is added if some runs have no price.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "expected": .string(expected.decimal), "worst": .string(worst.decimal),
        ]
        if !isComplete { members["complete"] = false }
        return .object(members)
    }
}

extension PlannedRun {
    fileprivate var json: JSONValue {
        [
            "alternatives": .array(alternatives.map(\.json)),
            "shot": .string(shot),
            "part": .optional(part),
            "provider": .string(provider),
            "model": .string(model),
            "endpoint": .string(endpoint),
            "request": request.json,
            "digest": .string(digest),
            "quote": quote.json,
        ]
    }
}

extension ListProblem {
    fileprivate var json: JSONValue {
        [
            "shot": .optional(shot),
            "field": .optional(field),
            "message": .string(message),
        ]
    }
}
