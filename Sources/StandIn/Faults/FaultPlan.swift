import Synchronization

/// What a request is about, as far as faults care.
struct Occasion: Sendable {
    var points: Set<FaultPoint>
    var provider: SimulatedProvider?
    var run: String?
}

/// The faults that strike one request.
struct Injected: Sendable {
    var faults: [Fault] = []
    /// Faults that a submission asked for and that strike its run later.
    var later: [FaultRule] = []

    /// The fault of a name, where it strikes.
    subscript(_ name: FaultName) -> Fault? { faults.first { $0.name == name } }
}

/// Decides when which fault strikes, and counts.
final class FaultPlan: Sendable {
    private let rules: Mutex<[Standing]>
    private let statistics: Statistics

    private struct Standing {
        var rule: FaultRule
        var seen = 0
        var struck = 0
    }

    init(_ script: FaultScript, statistics: Statistics) {
        rules = Mutex(script.rules.map { Standing(rule: $0) })
        self.statistics = statistics
    }

    /// The faults that strike a request, by the script and by the request's own wish.
    ///
    /// - Parameter isReused: whether the request's connection carried others before.
    func draw(_ occasion: Occasion, asked: [FaultRule] = [], isReused: Bool = false) -> Injected {
        var injected = Injected()
        for rule in asked {
            if rule.strikes(occasion, isReused) {
                injected.faults.append(rule.fault)
            } else {
                injected.later.append(rule)
            }
        }
        injected.faults += rules.withLock { rules in
            rules.indices.compactMap { index in
                let standing = rules[index]
                guard standing.rule.strikes(occasion, isReused) else { return nil }
                rules[index].seen += 1
                guard standing.seen >= standing.rule.after,
                    standing.struck < standing.rule.times ?? .max
                else { return nil }
                rules[index].struck += 1
                return standing.rule.fault
            }
        }
        for _ in injected.faults { statistics.count(.fault) }
        return injected
    }

    /// Has faults strike a run later.
    func attach(_ later: [FaultRule], to run: String) {
        guard !later.isEmpty else { return }
        rules.withLock { rules in
            for rule in later {
                var rule = rule
                rule.run = run
                rules.append(Standing(rule: rule))
            }
        }
    }
}

extension FaultRule {
    fileprivate func strikes(_ occasion: Occasion, _ isReused: Bool) -> Bool {
        guard provider == nil || provider == occasion.provider,
            run == nil || run == occasion.run,
            !fault.flag("reused") || isReused
        else { return false }
        if let point { return occasion.points.contains(point) }
        return fault.name.points.contains(where: occasion.points.contains)
    }
}
