import Synchronization

/// Decides which faults apply to which request, and counts them.
final class FaultInjector: Sendable {
    private let rules: Mutex<[RuleState]>
    private let statistics: Statistics

    private struct RuleState {
        var rule: FaultRule
        var matched = 0
        var applied = 0
    }

    init(_ script: FaultScript, statistics: Statistics) {
        rules = Mutex(script.rules.map { RuleState(rule: $0) })
        self.statistics = statistics
    }

    /// The faults that apply to a request, by the script and by the request's own header.
    ///
    /// - Parameters:
    ///   - requested: the rules in the request's header.
    ///   - isReused: whether the request's connection carried other requests before.
    func faults(for faultContext: FaultContext, requested: [FaultRule] = [], isReused: Bool = false)
        -> InjectedFaults
    {
        var injected = InjectedFaults()
        for rule in requested {
            if rule.matches(faultContext, isReused) {
                injected.faults.append(rule.fault)
            } else {
                injected.deferred.append(rule)
            }
        }
        injected.faults += rules.withLock { rules in
            rules.indices.compactMap { index in
                let state = rules[index]
                guard state.rule.matches(faultContext, isReused) else { return nil }
                rules[index].matched += 1
                guard state.matched >= state.rule.after,
                    state.applied < state.rule.times ?? .max
                else { return nil }
                rules[index].applied += 1
                return state.rule.fault
            }
        }
        for _ in injected.faults { statistics.count(.fault) }
        return injected
    }

    /// Adds rules that apply to one run only.
    func attach(_ deferred: [FaultRule], to run: String) {
        guard !deferred.isEmpty else { return }
        rules.withLock { rules in
            for rule in deferred {
                var rule = rule
                rule.run = run
                rules.append(RuleState(rule: rule))
            }
        }
    }
}

extension FaultRule {
    fileprivate func matches(_ faultContext: FaultContext, _ isReused: Bool) -> Bool {
        guard provider == nil || provider == faultContext.provider,
            run == nil || run == faultContext.run,
            !fault.flag("reused") || isReused
        else { return false }
        if let point { return faultContext.points.contains(point) }
        return fault.name.points.contains(where: faultContext.points.contains)
    }
}
