import DailiesVerification

/// Makes the check for a policy as a whole.
struct GroupReport {
    let group: PolicyGroup
    let outcome: PolicyOutcome
    let context: PolicyEvaluation.Context

    func check(_ members: [PolicyOutcome]) -> Check {
        let expected = group.combination == .all ? "all of its rules" : "one of its rules"
        let unknown = members.count { $0 == .undecided }
        let met = members.count { $0 == .met }
        let measured = "\(met) of \(members.count) met, \(unknown) unknown"
        switch outcome {
        case .met, .noted:
            return Check(
                .policyOutcome, .pass, expected: expected, measured: measured,
                "The file meets \(title).")
        case .undecided:
            let message = "It is unknown whether the file meets \(title): \(measured)."
            // If the root's check were only skipped, the verdict would be a pass.
            return context.isRoot
                ? .errored(.policyOutcome, message)
                : .skipped(.policyOutcome, expected: expected, message)
        case .warned, .unmet:
            return fault(expected, measured)
        }
    }

    private func fault(_ expected: String, _ measured: String) -> Check {
        let isUnmet = outcome == .unmet
        let message =
            isUnmet
            ? "The file doesn't meet \(title): \(measured)."
            : "The file meets \(title) with warnings."
        let level = isUnmet ? context.level : max(context.level, .warn)
        guard context.isDecisive, level < .info else {
            return .skipped(.policyOutcome, expected: expected, "Not counted: \(message)")
        }
        return Check(
            .policyOutcome, level == .fail ? .fail : .warn, expected: expected,
            measured: measured, message)
    }

    private var title: String {
        group.name.isEmpty ? "the policy" : "the policy \"\(group.name)\""
    }
}
