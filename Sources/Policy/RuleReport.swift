import DailiesVerification

/// One rule's answer in words.
struct RuleReport {
    let rule: PolicyRule
    let value: MeasuredFields.Value
    let standing: PolicyJudgement.Standing

    var check: Check {
        let expected = rule.condition.description
        guard let isMet = rule.isMet(by: value) else {
            return .skipped(
                rule.code, expected: expected, "\(rule.subject) wasn't looked at: \(reason).")
        }
        if isMet {
            return check(.pass, "\(rule.subject) is \(measured), as \(asker) asks.")
        }
        let fault = "\(rule.subject) is \(measured), and \(asker) asks for \(expected)."
        guard standing.counts else {
            return .skipped(
                rule.code, expected: expected, "Not counted beside another alternative: \(fault)")
        }
        switch standing.level {
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

    private var asker: String { rule.name.isEmpty ? "the policy" : "the rule \"\(rule.name)\"" }

    private var measured: String {
        if case .present(let text) = value { text } else { "missing" }
    }

    private var reason: String {
        switch value {
        case .unknown(let reason): reason
        default: "it is to be compared with a second file, and there is none"
        }
    }
}
