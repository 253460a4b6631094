import DailiesLedger
package import DailiesPlanning

/// What a production has bought from other providers than the plan's.
package struct EarlierPurchases: Sendable {
    /// The names of runs, by the provider that they were bought from.
    package let names: [String: [String]]

    /// Finds the planned runs that would be bought a second time because the provider changed: the
    /// same request was bought elsewhere, and its take is accepted or may still come.
    ///
    /// - Throws: `LedgerError`.
    package init(of plan: Plan, in folder: ProductionFolder) async throws {
        guard let ledger = try await folder.readLedgerIfAny() else {
            names = [:]
            return
        }
        let bought = Dictionary(grouping: try await ledger.runs()) { $0.request?.withoutMedia }
        var names: [String: [String]] = [:]
        let listed = Set(plan.runs.map(\.name))
        for planned in plan.runs {
            // A shot that only got another id counts as bought too.
            let equal = (bought[planned.request.withoutMedia] ?? []).filter {
                $0.name == planned.name || !listed.contains($0.name)
            }
            var providers: Set<String> = []
            for run in equal where try await Self.isBought(run, ledger) {
                providers.insert(run.provider)
            }
            guard providers.isDisjoint(with: planned.candidates.map(\.provider)) else { continue }
            for provider in providers { names[provider, default: []].append(planned.name) }
        }
        self.names = names
    }

    /// Whether a run was bought and its take can be used, or may still come.
    static func isBought(_ run: RunRecord, _ ledger: Ledger) async throws -> Bool {
        switch run.state {
        case .intended, .accepted, .unknown: true
        case .succeeded:
            try await ledger.take(of: run).map { TakeStanding($0) == .accepted } ?? true
        case .failed, .faulted, .moderated, .refused, .notSent, .void: false
        }
    }
}
