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
    /// The path of the list that the last session made; `nil` if it isn't known.
    package let list: String?
    /// The runs of that list that have no take for the film, and for which none is under way.
    package let gaps: [Gap]

    /// A planned run without a take for the film.
    package struct Gap: Sendable, Hashable {
        /// The name of the shot or part, such as `020a`.
        package let name: String
        package let reason: Reason

        package enum Reason: Sendable, Hashable {
            /// It was never submitted, or no submit was accepted.
            case notBought
            /// So many runs of it failed, or brought takes that were rejected.
            case failed(runs: Int)
            /// Moderation refused its request, which is never submitted again.
            case moderated
        }
    }

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
        let ledger = try await folder.readLedger()
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
        list = try await ledger.listPath()
        gaps = try await ledger.plannedRuns().compactMap { planned in
            Gap(planned, entries.filter { planned.isMade(by: $0.run) })
        }
    }
}

extension ProductionStatus.Gap {
    /// - Parameter entries: the runs that make the planned run.
    /// - Returns: `nil` if there is a take, or if there may be one without another purchase.
    fileprivate init?(_ planned: PlannedRunEntry, _ entries: [ProductionStatus.Entry]) {
        let isMade = entries.contains { entry in
            entry.need != nil || entry.hasFile && (entry.standing == .accepted || entry.isCircled)
        }
        guard !isMade else { return nil }
        let bought = entries.filter { [.succeeded, .failed, .faulted].contains($0.run.state) }
        name = planned.name
        if entries.contains(where: { $0.run.state == .moderated }) {
            reason = .moderated
        } else {
            reason = bought.isEmpty ? .notBought : .failed(runs: bought.count)
        }
    }
}
