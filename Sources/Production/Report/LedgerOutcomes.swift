import DailiesLedger

/// What came of the list's runs, and of others that may have been paid for, by the ledger alone: for a
/// report that is written without a session.
struct LedgerOutcomes: Sendable {
    /// The outcome of each run of the list, by name.
    let all: [String: RunOutcome]
    /// The outcomes of the runs that the list doesn't need.
    let leftovers: [Leftovers.Outcome]

    /// - Parameter recorded: the results of the last session; `nil` if it didn't come to its end.
    init(_ reading: LedgerReading, _ recorded: RecordedResults?) {
        let listed = reading.listed
        var all: [String: RunOutcome] = [:]
        var needed: Set<Int64> = []
        let taken = Dictionary(
            reading.facts.map { ($0.run.takeName, $0) }, uniquingKeysWith: { first, _ in first })
        // In the order of the list: a run comes after the one whose last picture it starts with.
        for planned in listed.planned {
            let predecessor = listed.predecessor(of: planned.name)
            let start = predecessor.flatMap { all[$0]?.take }
            let earlier = recorded?.result(of: planned.name, after: predecessor, start)
            var own = listed.current(planned.name, after: start)
            // A shot that continues another one and got another id isn't known by its digest.
            if case .accepted(let take) = earlier, let fact = taken[take],
                !own.contains(where: { $0.run.id == fact.run.id })
            {
                own.append(fact)
            }
            let outcome =
                Self.outcome(of: own, earlier) ?? Self.moderated(planned, reading.facts)
                ?? .open(
                    reason: start.map {
                        "not submitted yet: it starts with the last picture of \($0.run.takeName) now"
                    } ?? "not submitted: the session ended before")
            all[planned.name] = outcome
            needed.formUnion(outcome.take.map { [$0.run.id] } ?? own.map(\.run.id))
        }
        self.all = all
        leftovers = reading.facts.filter { !needed.contains($0.run.id) }.compactMap { fact in
            let earlier = recorded?.leftovers[fact.run.takeName]
            guard earlier != nil || fact.isWaitedFor else { return nil }
            return Self.outcome(of: [fact], earlier).map {
                Leftovers.Outcome(run: fact.run, outcome: $0)
            }
        }
    }

    /// The outcome of runs; `nil` if nothing was bought.
    ///
    /// - Parameter earlier: what the last session recorded.
    private static func outcome(
        of own: [RunFacts], _ earlier: RecordedResults.Outcome?
    ) -> RunOutcome? {
        if let fact = own.forTheFilm(having: earlier?.takes ?? []), let take = fact.take {
            return .accepted(take)
        }
        if let open = open(own) { return open }
        return switch earlier {
        // No run of it is open any more: it was settled since.
        case .missing(.unknown), .accepted, nil: ended(own)
        case .missing(.open(let reason)): ended(own) ?? .open(reason: reason)
        case .missing(let outcome): outcome
        }
    }

    /// The outcome of runs that may still bring a take; `nil` if there is none.
    private static func open(_ own: [RunFacts]) -> RunOutcome? {
        guard let fact = own.first(where: \.isUnfinished) else { return nil }
        let run = fact.run
        switch run.state {
        case .intended, .unknown:
            return .unknown(
                reason: run.explanation ?? "the session ended before the answer to the submit")
        case .accepted:
            return .open(
                reason: "\(run.takeName) is under way at \(run.provider) (\(run.remoteID ?? ""))")
        default:
            let problem =
                fact.take == nil
                ? "was not downloaded yet"
                : fact.hasFile ? "must be verified or downloaded again" : "has lost its file"
            return .open(reason: run.reason ?? "\(run.takeName) \(problem)")
        }
    }

    /// The outcome of a run whose request moderation refused for another shot; `nil` if it didn't.
    private static func moderated(
        _ planned: PlannedRunEntry, _ facts: [RunFacts]
    ) -> RunOutcome? {
        let refused = facts.last { fact in
            fact.run.state == .moderated && planned.digests?.contains(fact.run.digest) == true
        }
        return refused.map { .failed(reason: RunExecution.moderation($0.run.reason ?? "")) }
    }

    /// The outcome of runs that failed or brought takes that aren't accepted; `nil` if there is none.
    private static func ended(_ own: [RunFacts]) -> RunOutcome? {
        if let held = own.heldTake() { return RunExecution.heldOutcome(held) }
        guard let last = own.last(where: { $0.run.state != .void && $0.run.state != .notSent })
        else { return nil }
        return .failed(
            reason: last.take.map(RunExecution.complaint) ?? last.run.explanation
                ?? "the provider gives no reason")
    }
}

extension RecordedResults {
    /// What the last session recorded of a run; `nil` if it recorded nothing, or what isn't so any more
    /// because the run starts with the last picture of another take now.
    ///
    /// - Parameters:
    ///   - predecessor: the run whose last picture it starts with; `nil` if there is none.
    ///   - start: the take for the film of that run.
    fileprivate func result(
        of name: String, after predecessor: String?, _ start: TakeRecord?
    ) -> Outcome? {
        guard let predecessor, let start else { return runs[name] }
        return runs[predecessor] == .accepted(take: start.run.takeName) ? runs[name] : nil
    }
}

extension RecordedResults.Outcome {
    /// The name of the take that was accepted; empty if there was none.
    fileprivate var takes: Set<String> {
        if case .accepted(let take) = self { [take] } else { [] }
    }
}

extension RunFacts {
    /// Whether it may still bring a take although the list doesn't need it, as in a session.
    fileprivate var isWaitedFor: Bool { run.isUnfinished(take) }
}
