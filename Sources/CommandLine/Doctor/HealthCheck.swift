import DailiesJSON

/// What `doctor` found about one thing that the program needs.
struct HealthCheck: Hashable, Sendable {
    enum Result: String, Hashable, Sendable {
        case ok
        /// It isn't there, and only some uses need it.
        case absent
        /// Something may go wrong.
        case warn
        /// Something can't work.
        case fail
    }

    /// What was looked at, in one word.
    let subject: String
    let result: Result
    /// What was found, in one sentence without a full stop.
    let found: String
    /// What to do about it: a command line, or an instruction; `nil` if nothing is to be done.
    let fix: String?

    init(_ subject: String, _ result: Result, _ found: String, fix: String? = nil) {
        self.subject = subject
        self.result = result
        self.found = found
        self.fix = fix
    }

    /// The checks for people: a line for each, and its fix below it.
    static func text(_ checks: [HealthCheck]) -> String {
        let rows = columns(
            checks.map { check in
                (check.result == .absent ? "-" : check.result.rawValue, check.subject)
            }
        ).split(separator: "\n").map(String.init)
        let width = (rows.map(\.count).max() ?? 0) + 2
        return zip(rows, checks).map { row, check in
            let line = row + String(repeating: " ", count: width - row.count) + check.found
            let fix = check.fix.map { "\n\(String(repeating: " ", count: width))→ \($0)" } ?? ""
            return line + fix
        }.joined(separator: "\n")
    }

    var json: JSONValue {
        [
            "schema": "dailies.doctor/1", "check": .string(subject),
            "result": .string(result.rawValue), "found": .string(found), "fix": .optional(fix),
        ]
    }
}
