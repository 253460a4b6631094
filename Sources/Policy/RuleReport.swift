import DailiesVerification

/// Makes the check for one rule.
struct RuleReport {
    let rule: PolicyRule
    let value: MeasuredFields.Value
    let context: PolicyEvaluation.Context

    var check: Check {
        let expected = rule.condition.description
        guard let isMet = rule.isMet(by: value) else {
            return .skipped(
                rule.code, expected: expected, "\(rule.subject) wasn't checked: \(reason).")
        }
        if isMet {
            return check(.pass, "\(rule.subject) is \(measured), as \(source) requires.")
        }
        let fault = "\(rule.subject) is \(measured), but \(source) requires \(expected)."
        guard context.isDecisive else {
            return .skipped(
                rule.code, expected: expected,
                "Not counted, since another alternative is better: \(fault)")
        }
        switch context.level {
        case .fail: return check(.fail, fault)
        case .warn: return check(.warn, fault)
        case .info:
            return .skipped(rule.code, expected: expected, "Only for information: \(fault)")
        }
    }

    private func check(_ result: Check.Result, _ message: String) -> Check {
        Check(
            rule.code, result, expected: rule.condition.description, measured: measured,
            tolerance: rule.tolerance > 0 ? "duration \(rule.tolerance) s" : nil, message)
    }

    private var source: String { rule.name.isEmpty ? "the policy" : "the rule \"\(rule.name)\"" }

    private var measured: String {
        if case .present(let text) = value { text } else { "missing" }
    }

    private var reason: String {
        switch value {
        case .unknown(let reason): reason
        default: "it must be compared with a second file, which isn't supported"
        }
    }
}
