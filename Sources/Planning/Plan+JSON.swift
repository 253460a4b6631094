package import DailiesJSON
package import DailiesShotList

extension Plan {
    package static let schema = "dailies.plan/1"

    /// The output of `plan --json`, which scripts read; money in US dollars as decimal strings.
    ///
    /// - Parameter file: the list's file, for its problems.
    package static func json(
        title: String, plan: Plan?, problems: [ListProblem], file: String? = nil
    ) -> JSONValue {
        let total = plan?.quote ?? .zero
        return [
            "schema": .string(schema),
            "title": .string(title),
            "runs": .array((plan?.runs ?? []).map(\.json)),
            "quote": total.json,
            "notes": .array((plan?.shapeNotes ?? []).map { .string($0.description) }),
            "problems": .array(problems.map { $0.json(file: file) }),
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
            "startsFrom": .optional(startsFrom),
            "digest": .string(digest),
            "quote": quote.json,
        ]
    }
}

extension ListProblem {
    /// The problem as JSON: `line`, `column` and `row` are numbers from 1.
    ///
    /// `null` stands for what isn't known or isn't there; a problem of an option of the command line has
    /// no file.
    package func json(file: String? = nil) -> JSONValue {
        [
            "file": .optional(isOfOption ? nil : file),
            "line": place.map { .integer($0.position.line) } ?? .null,
            "column": place.map { .integer($0.position.column) } ?? .null,
            "row": place?.row.map(JSONValue.integer) ?? .null,
            "shot": .optional(shot),
            "field": .optional(field),
            "found": .optional(found),
            "expected": .optional(correction.isEmpty ? nil : correction),
            "message": .string(message),
        ]
    }
}
