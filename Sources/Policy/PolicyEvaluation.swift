import DailiesVerification

/// Evaluates a policy with the measured fields: computes outcomes from the leaves up and makes checks
/// from the root down.
struct PolicyEvaluation {
    let fields: MeasuredFields

    func checks(_ root: PolicyGroup) -> [Check] {
        let context = Context(level: root.level, isDecisive: true, isRoot: true)
        return checks(root, context)
    }

    /// The position of a member in the whole policy.
    struct Context {
        /// The most lenient level on the path from the root to the member.
        var level: PolicyLevel
        /// Whether the member affects the outcome of the whole policy; `false` if another
        /// alternative has a better outcome.
        var isDecisive: Bool
        var isRoot = false
    }

    // MARK: Outcomes

    func outcome(_ rule: PolicyRule) -> PolicyOutcome {
        PolicyOutcome(rule.isMet(by: fields.value(rule.subject)))
    }

    /// The outcome of a policy before its own level is applied.
    func outcome(_ group: PolicyGroup) -> PolicyOutcome {
        let outcomes = group.members.map(outcomeAtLevel)
        let combined = group.combination == .all ? outcomes.min() : outcomes.max()
        return combined ?? .undecided
    }

    /// The outcome of a member after its level is applied.
    func outcomeAtLevel(_ member: PolicyGroup.Member) -> PolicyOutcome {
        switch member {
        case .rule(let rule): outcome(rule).limited(to: rule.level)
        case .group(let group): outcome(group).limited(to: group.level)
        }
    }

    // MARK: Checks

    private func checks(_ group: PolicyGroup, _ context: Context) -> [Check] {
        let outcome = outcome(group)
        let own = GroupReport(group: group, outcome: outcome, context: context)
            .check(group.members.map(outcomeAtLevel))
        let members = group.members.flatMap { member in
            let isDecisive =
                context.isDecisive
                && (group.combination == .all || outcomeAtLevel(member) == outcome)
            switch member {
            case .rule(let rule):
                let context = Context(
                    level: max(context.level, rule.level), isDecisive: isDecisive)
                let value = fields.value(rule.subject)
                return [RuleReport(rule: rule, value: value, context: context).check]
            case .group(let group):
                return checks(
                    group,
                    Context(level: max(context.level, group.level), isDecisive: isDecisive))
            }
        }
        return [own] + members
    }
}
