import DailiesLedger

/// What came of the list's runs by the ledger alone, for a report that is written without a session.
struct LedgerOutcomes {
    let planned: [PlannedRunEntry]
    let facts: [RunFacts]
    /// The results of the last session; `nil` if it didn't come to its end.
    let recorded: RecordedResults?

    /// The outcome of each planned run, by name.
    var all: [String: RunOutcome] {
        Dictionary(
            planned.map { ($0.name, outcome(of: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    private func outcome(of planned: PlannedRunEntry) -> RunOutcome {
        let names = Set(self.planned.map(\.name))
        // The runs of a shot that was renamed have the earlier name.
        let own = facts.filter { fact in
            planned.isMade(by: fact.run)
                && (fact.run.name == planned.name || !names.contains(fact.run.name))
        }
        let earlier = recorded?.runs[planned.name]
        if let take = accepted(own, earlier) { return .accepted(take) }
        if let open = open(own) { return open }
        if case .missing(let outcome) = earlier { return outcome }
        return failed(own) ?? moderated(planned)
            ?? .open(reason: "not submitted: the session ended before")
    }

    /// The take for the film: the one that a person chose, the one that the last session took, or the
    /// latest accepted one; `nil` if there is none.
    private func accepted(
        _ own: [RunFacts], _ earlier: RecordedResults.Outcome?
    ) -> TakeRecord? {
        let there = own.filter(\.hasFile)
        if let chosen = there.last(where: \.isChosen) { return chosen.take }
        if case .accepted(let name) = earlier,
            let fact = there.last(where: { $0.run.takeName == name })
        {
            return fact.take
        }
        return there.last { $0.take.map { TakeStanding($0) } == .accepted }?.take
    }

    /// The outcome of runs that may still bring a take; `nil` if there is none.
    private func open(_ own: [RunFacts]) -> RunOutcome? {
        for fact in own where fact.run.isUnfinished(fact.take) {
            let run = fact.run
            switch run.state {
            case .intended, .unknown:
                return .unknown(
                    reason: run.explanation ?? "the session ended before the answer to the submit")
            case .accepted:
                return .open(
                    reason:
                        "\(run.takeName) is under way at \(run.provider) (\(run.remoteID ?? ""))")
            default:
                return .open(reason: run.reason ?? "\(run.takeName) was not downloaded yet")
            }
        }
        return nil
    }

    /// The outcome of a run whose request moderation refused for another shot; `nil` if it didn't.
    private func moderated(_ planned: PlannedRunEntry) -> RunOutcome? {
        let refused = facts.last { fact in
            fact.run.state == .moderated && planned.digests?.contains(fact.run.digest) == true
        }
        return refused.map { .failed(reason: RunExecution.moderation($0.run.reason ?? "")) }
    }

    /// The outcome of runs that failed or brought takes that aren't accepted; `nil` if there is none.
    private func failed(_ own: [RunFacts]) -> RunOutcome? {
        guard let last = own.last(where: { $0.run.state != .void && $0.run.state != .notSent })
        else { return nil }
        guard let verification = last.take?.verification else {
            return .failed(reason: last.run.explanation ?? "the provider gives no reason")
        }
        let complaint = "\(last.run.takeName) isn't what was requested: \(verification.complaint)"
        return last.take.map { TakeStanding($0) } == .held
            ? .open(reason: complaint) : .failed(reason: complaint)
    }
}
