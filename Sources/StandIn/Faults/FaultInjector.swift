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
    /// Faults of a run aren't among them: a request that is refused makes none. They are drawn when
    /// the run is accepted: see `faultsOfRun(_:)`.
    ///
    /// - Parameters:
    ///   - requested: the rules in the request's header.
    ///   - isReused: whether the request's connection carried other requests before.
    func faults(for faultContext: FaultContext, requested: [FaultRule] = [], isReused: Bool = false)
        -> InjectedFaults
    {
        var injected = InjectedFaults(faultContext: faultContext)
        for rule in requested {
            if !rule.matches(faultContext, isReused) {
                injected.deferred.append(rule)
            } else if rule.fault.name.changesRun {
                injected.ofRun.append(rule.fault)
            } else {
                injected.faults.append(rule.fault)
            }
        }
        injected.faults += draw { !$0.fault.name.changesRun && $0.matches(faultContext, isReused) }
        for _ in injected.faults { statistics.count(.fault) }
        return injected
    }

    /// The faults of the run that a request makes, in addition to those of the request.
    func faultsOfRun(_ injected: InjectedFaults) -> InjectedFaults {
        var whole = injected
        let scripted = draw {
            $0.fault.name.changesRun && $0.matches(injected.faultContext, false)
        }
        whole.faults += injected.ofRun + scripted
        for _ in injected.ofRun + scripted { statistics.count(.fault) }
        return whole
    }

    /// The faults of the script's rules that match now; counts each.
    private func draw(_ matches: (FaultRule) -> Bool) -> [Fault] {
        rules.withLock { rules in
            rules.indices.compactMap { index in
                let state = rules[index]
                guard matches(state.rule) else { return nil }
                rules[index].matched += 1
                guard state.matched >= state.rule.after,
                    state.applied < state.rule.times ?? .max
                else { return nil }
                rules[index].applied += 1
                return state.rule.fault
            }
        }
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
