import DailiesVerification

/// A whole policy's answer in words.
struct GroupReport {
    let group: PolicyGroup
    let outcome: PolicyOutcome
    let standing: PolicyJudgement.Standing

    func check(_ members: [PolicyOutcome]) -> Check {
        let expected = group.combination == .all ? "all of its rules" : "one of its rules"
        let unknown = members.count { $0 == .undecided }
        let met = members.count { $0 == .met }
        let measured = "\(met) of \(members.count) met, \(unknown) not known"
        switch outcome {
        case .met, .noted:
            return Check(
                .policyOutcome, .pass, expected: expected, measured: measured,
                "The file meets \(title).")
        case .undecided:
            let message = "It isn't known whether the file meets \(title): \(measured)."
            // A skipped check alone would leave the file with a pass that nobody gave it.
            return standing.isRoot
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
        let level = isUnmet ? standing.level : max(standing.level, .warn)
        guard standing.counts, level < .info else {
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
