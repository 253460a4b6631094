package import DailiesLedger
package import DailiesPlanning
package import DailiesReporting

/// A run of the ledger with its take, and what the folder and a person's choice say of them.
package struct RunFacts: Sendable, Hashable {
    package let run: RunRecord
    /// `nil` if no file has landed.
    package let take: TakeRecord?
    /// Whether the take's file is there with the length that was downloaded.
    package let hasFile: Bool
    /// Whether a person chose the take for the film.
    package let isCircled: Bool
    /// What the run cost; `nil` if that isn't known.
    package let cost: Money?
    /// What the run counts as paid once a person gives it up, because its file came damaged again and
    /// again; `nil` otherwise.
    let writeOff: Money?

    /// - Parameter circled: the name of the take that a person chose for the run's shot or part.
    private init(
        _ run: RunRecord, _ take: TakeRecord?, circled: String?, _ cost: Money?,
        writeOff: Money?, _ folder: ProductionFolder
    ) {
        self.run = run
        self.take = take
        hasFile = take.map(folder.hasFile) ?? false
        isCircled = circled == run.takeName
        self.cost = cost
        self.writeOff = writeOff
    }

    /// Reads the take, the cost and the person's choice of one run.
    ///
    /// - Throws: `LedgerError`.
    init(_ run: RunRecord, _ ledger: Ledger, _ folder: ProductionFolder) async throws {
        let take = try await ledger.take(of: run)
        self.init(
            run, take,
            // By the name of the run: a shot that got another id keeps the choice.
            circled: try await ledger.circledTake(of: run.name),
            try await ledger.cost(of: run.id),
            writeOff: try await ledger.writeOff(of: run, take), folder)
    }

    /// All runs of a ledger, in the order of their intents.
    ///
    /// - Throws: `LedgerError`.
    static func all(_ ledger: Ledger, _ folder: ProductionFolder) async throws -> [RunFacts] {
        let runs = try await ledger.runs()
        let takes = try await ledger.takes(of: runs)
        let circled = try await ledger.circledTakes()
        let costs = try await ledger.costs()
        var facts: [RunFacts] = []
        for run in runs {
            facts.append(
                RunFacts(
                    run, takes[run.id], circled: circled[run.name], costs[run.id],
                    writeOff: try await ledger.writeOff(of: run, takes[run.id]), folder))
        }
        return facts
    }

    /// What can be claimed back from the provider; `nil` if nothing can.
    package var claim: DailiesReport.ClaimEntry? { DailiesReport.ClaimEntry(run, cost: cost) }

    /// The state of the take; `nil` if there is none.
    package var standing: TakeStanding? { take.map { TakeStanding($0) } }

    /// Whether the run may still bring a take without another purchase: it is open, or it succeeded
    /// and its file must be downloaded or verified, or downloaded again.
    var isUnfinished: Bool {
        run.isUnfinished(take) || run.state == .succeeded && take != nil && !hasFile
    }

    /// What a person or another session has to do about it.
    package var need: Need? {
        switch run.state {
        case .intended, .unknown: .reconcile
        case .accepted: .wait
        case .failed, .faulted, .moderated, .refused, .notSent, .void: nil
        case .succeeded:
            isUnfinished ? .fetch : standing == .held && !isCircled ? .look : nil
        }
    }

    /// What is left to do about a run.
    package enum Need: String, Sendable, Hashable, CaseIterable {
        /// The outcome of its submit is unknown.
        case reconcile
        /// It is under way: the next session goes on.
        case wait
        /// Its take is paid for, and missing or damaged.
        case fetch
        /// Its take is held for a person to look at.
        case look
    }

    /// Whether it cost money, or may have, and brings nothing to the film.
    var isWasted: Bool {
        switch standing {
        case .rejected: !isCircled
        case .accepted, .notVerified, .damaged, .held: false
        case nil: [.failed, .faulted, .moderated].contains(run.state)
        }
    }

    /// The run in the list of those that brought no take; `nil` if nothing was sent.
    var entryWithoutTake: DailiesReport.RunEntry? {
        guard take == nil, run.state != .notSent, run.state != .void else { return nil }
        return DailiesReport.RunEntry(
            take: run.takeName, provider: run.provider, runID: run.remoteID,
            state: run.state.rawValue, reason: run.explanation, cost: cost)
    }
}

extension [RunFacts] {
    /// The run whose take goes into the film; `nil` if there is none whose file is there.
    ///
    /// It is the one that a person chose, otherwise one that the film has already, otherwise the latest
    /// accepted one.
    ///
    /// - Parameters:
    ///   - names: the names of the takes that the film has.
    ///   - acceptsFlagged: whether takes whose only failed check is the provider's content filter are
    ///     accepted.
    func forTheFilm(
        having names: Set<String> = [], acceptsFlagged: Bool = false
    ) -> RunFacts? {
        let there = filter(\.hasFile)
        return there.last(where: \.isCircled)
            ?? there.last { names.contains($0.run.takeName) }
            ?? there.last {
                $0.run.state == .succeeded
                    && $0.take.map { TakeStanding($0, acceptsFlagged: acceptsFlagged) } == .accepted
            }
    }

    /// The take that a person must look at before anything more is bought; `nil` if there is none.
    func heldTake(acceptsFlagged: Bool = false) -> TakeRecord? {
        lazy.filter { $0.run.state == .succeeded }.compactMap(\.take).first {
            TakeStanding($0, acceptsFlagged: acceptsFlagged) == .held
        }
    }

    /// The runs that count as takes of `--max-takes`: those that a provider sold, and those that it
    /// refused to sell, which it would do again.
    ///
    /// - Parameter instance: the server that the next take is bought from; a refusal counts only for
    ///   the server that refused.
    func takesThatCount(at instance: String) -> [RunRecord] {
        map(\.run).filter { run in
            switch run.state {
            case .succeeded, .failed: true
            case .refused: run.instance == instance
            case .intended, .accepted, .faulted, .moderated, .notSent, .unknown, .void: false
            }
        }
    }
}
