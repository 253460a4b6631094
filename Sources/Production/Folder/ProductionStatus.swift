package import DailiesLedger
package import DailiesPlanning
package import DailiesReporting

/// Where a production stands, read from its ledger; a session may be at work meanwhile.
package struct ProductionStatus: Sendable {
    /// The film's title; `nil` before the first session.
    package let title: String?
    package let kind: ProductionKind?
    /// All runs with their takes, in the order of their intents.
    package let entries: [Entry]
    package let money: MoneyTotals

    /// A run and its take.
    package struct Entry: Sendable, Hashable {
        package let run: RunRecord
        package let take: TakeRecord?
        /// Whether the take's file is there with the length that was downloaded.
        package let hasFile: Bool
        /// Whether a person chose the take for the film.
        package let isCircled: Bool
        /// What the run cost; `nil` if that isn't known.
        package let cost: Money?

        /// What can be claimed back from the provider; `nil` if nothing can.
        package var claim: DailiesReport.ClaimEntry? {
            DailiesReport.ClaimEntry(run, cost: cost)
        }

        /// The state of the take; `nil` if there is none.
        package var standing: TakeStanding? { take.map { TakeStanding($0) } }

        /// What a person or another session has to do about it.
        package var need: Need? {
            switch run.state {
            case .intended, .unknown: return .reconcile
            case .accepted: return .wait
            case .failed, .faulted, .moderated, .refused, .notSent, .void: return nil
            case .succeeded:
                guard hasFile, !run.isUnfinished(take) else { return .fetch }
                return standing == .held && !isCircled ? .look : nil
            }
        }
    }

    /// A task that is left.
    package enum Need: String, Sendable, Hashable, CaseIterable {
        /// The outcome of a submit is unknown.
        case reconcile
        /// A run is under way: the next session goes on.
        case wait
        /// A paid take is missing or damaged.
        case fetch
        /// A take is held for a person to look at.
        case look
    }

    /// - Throws: `SessionError` if there is no production; `LedgerError`.
    package init(of folder: ProductionFolder) async throws {
        try folder.requireLedger()
        let ledger = try await folder.openLedger()
        title = try await ledger.value("title")
        kind = try await ledger.value("kind").flatMap(ProductionKind.init(ledgerValue:))
        money = try await ledger.money()
        var entries: [Entry] = []
        for run in try await ledger.runs() {
            let take = try await ledger.take(of: run)
            entries.append(
                Entry(
                    run: run, take: take, hasFile: take.map(folder.hasFile) ?? false,
                    isCircled: try await ledger.circledTake(of: run.name) == run.takeName,
                    cost: try await ledger.cost(of: run.id)))
        }
        self.entries = entries
    }
}
