import DailiesVerification

/// A policy held against the measured fields: outcomes from the leaves up, checks from the root down.
struct PolicyJudgement {
    let fields: MeasuredFields

    func checks(_ root: PolicyGroup) -> [Check] {
        let standing = Standing(level: root.level, counts: true, isRoot: true)
        return checks(root, standing)
    }

    /// What a member's outcome means for the whole policy.
    struct Standing {
        /// The most lenient level from the root down to here.
        var level: PolicyLevel
        /// Whether the policy stands or falls with it; not so beside a better alternative.
        var counts: Bool
        var isRoot = false
    }

    // MARK: Outcomes

    func outcome(_ rule: PolicyRule) -> PolicyOutcome {
        PolicyOutcome(rule.isMet(by: fields.value(rule.subject)))
    }

    /// The outcome of a policy before its own level softens it.
    func outcome(_ group: PolicyGroup) -> PolicyOutcome {
        let outcomes = group.members.map(softened)
        let combined = group.combination == .all ? outcomes.min() : outcomes.max()
        return combined ?? .undecided
    }

    func softened(_ member: PolicyGroup.Member) -> PolicyOutcome {
        switch member {
        case .rule(let rule): outcome(rule).lenient(rule.level)
        case .group(let group): outcome(group).lenient(group.level)
        }
    }

    // MARK: Checks

    private func checks(_ group: PolicyGroup, _ standing: Standing) -> [Check] {
        let outcome = outcome(group)
        let own = GroupReport(group: group, outcome: outcome, standing: standing)
            .check(group.members.map(softened))
        let members = group.members.flatMap { member in
            let counts =
                standing.counts && (group.combination == .all || softened(member) == outcome)
            switch member {
            case .rule(let rule):
                let standing = Standing(level: max(standing.level, rule.level), counts: counts)
                let value = fields.value(rule.subject)
                return [RuleReport(rule: rule, value: value, standing: standing).check]
            case .group(let group):
                return checks(
                    group, Standing(level: max(standing.level, group.level), counts: counts))
            }
        }
        return [own] + members
    }
}
