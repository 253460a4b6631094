import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import Foundation

/// Finds out the outcome of submits whose answer was never received.
struct Reconciliation: Sendable {
    private let ledger: Ledger
    private let provider: any Provider
    private let server: ServerTraits
    private let absenceGrace: Duration
    /// How long a request may have been on its way after its session had ended.
    private let submitTimeout: Duration
    private let searches: SearchTimes
    private let pause: @Sendable (Duration) async throws -> Void
    /// Whether waits end early, because the session is asked to end.
    private let isEnding: @Sendable () -> Bool
    /// Receives a sentence for the user before each wait.
    private let notify: @Sendable (String) -> Void

    /// - Parameters:
    ///   - submitTimeout: replaces the longest time that a submit of the provider may take.
    ///   - searches: when this process first searched for each run.
    ///   - notify: receives a sentence for the user before each wait.
    init(
        ledger: Ledger, provider: any Provider, server: ServerTraits, pace: SessionSettings.Pace,
        submitTimeout: Duration? = nil, searches: SearchTimes = SearchTimes(),
        pause: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        },
        isEnding: @escaping @Sendable () -> Bool = { false },
        notify: @escaping @Sendable (String) -> Void
    ) {
        self.ledger = ledger
        self.provider = provider
        self.server = server
        absenceGrace = pace.absenceGrace
        self.submitTimeout =
            submitTimeout
            ?? (server.isLocal ? .zero : type(of: provider).identity.submitTimeout)
        self.searches = searches
        self.pause = pause
        self.isEnding = isEnding
        self.notify = notify
    }

    private var identity: ProviderIdentity { type(of: provider).identity }

    /// Settles every submit with an unknown outcome, as far as the provider's list allows.
    func settleAll() async throws {
        let runs = try await ledger.unresolvedRuns()
        // All wait at the same time.
        for run in runs { searches.begin(run.id) }
        for run in runs { try await settle(run) }
    }

    /// Looks for a run in the provider's list by our own reference.
    ///
    /// A run that is found is adopted. One that is missing counts as not sent only if this process
    /// has waited long enough, and if the list is shown to be complete around the run; otherwise it
    /// stays unknown.
    func settle(_ run: RunRecord) async throws {
        let isOwnProvider = run.provider == identity.name
        guard isOwnProvider, run.instance == provider.instance else {
            // It was submitted to another server, which this one knows nothing about.
            if server.losesRunsOnRestart, isOwnProvider {
                try await ledger.close(run.id, as: .void, cost: .zero)
            }
            return
        }
        searches.begin(run.id)
        do {
            guard var search = try await search(run) else {
                return try await keepUnknown(
                    run,
                    "the provider has no list of runs; look at its dashboard, then use "
                        + "dailies reconcile")
            }
            if search.matches.isEmpty, try await waitUntilListed(run) {
                search = try await self.search(run) ?? search
                guard !search.matches.isEmpty || !isEnding() else {
                    return try await keepUnknown(
                        run, "the session was asked to end before the provider's list could tell")
                }
            }
            try await conclude(run, search)
        } catch let failure as ProviderFailure {
            try await keepUnknown(run, "its list of runs can't be read: \(failure)")
        }
    }

    /// Adopts the run of a submit that the provider refused, if its list contains the run: the
    /// refusal may come from a gateway in front of a server that has accepted the request.
    ///
    /// - Returns: whether the run was found.
    func adoptsRefused(_ run: RunRecord) async throws -> Bool {
        guard identity.listsClientReference,
            case let current = try await ledger.run(run.id), current.isReferenceSent,
            // A list that can't be read doesn't change what the refusal says.
            let search = try? await search(current), search.matches.count == 1
        else { return false }
        return try await adopt(current, search.matches[0])
    }

    private func conclude(_ run: RunRecord, _ search: RunSearch) async throws {
        let twins = try await twins(of: run)
        // Equal requests that all have a run of their own in the list may exchange them.
        let areInterchangeable =
            twins.allSatisfy { $0.digest == run.digest && $0.state == .unknown }
            && search.matches.count == twins.count + 1
        guard twins.isEmpty || areInterchangeable else {
            return try await keepUnknown(
                run, "another submit with the same words has an unknown outcome too")
        }
        if let report = search.matches.first, areInterchangeable {
            _ = try await adopt(run, report)
            return
        }
        guard search.matches.isEmpty else {
            let ids = search.matches.map(\.run.id).joined(separator: ", ")
            return try await keepUnknown(run, "several runs match: \(ids)")
        }
        guard run.isReferenceSent || !identity.listsClientReference else {
            return try await keepUnknown(
                run,
                "it was sent without our reference, which the provider refuses; look at the "
                    + "provider's dashboard, then use dailies reconcile")
        }
        if try await isListComplete(around: run, search) {
            return try await ledger.close(
                run.id, as: .notSent, reason: "the provider lists no such run", cost: .zero)
        }
        try await keepUnknown(
            run, "the provider lists no such run, but its list may be incomplete")
    }

    /// Records the id of a run that was found; `false` if another run has that id.
    private func adopt(_ run: RunRecord, _ report: RunReport) async throws -> Bool {
        let owner = try await ledger.accept(
            run.id, remoteID: report.run.id, addresses: report.run.addresses)
        guard let owner else { return true }
        try await keepUnknown(run, "the run that was found belongs to \(owner.takeName)")
        return false
    }

    /// Waits until a run that was just submitted would be in the provider's list.
    ///
    /// The time is measured by this process, whose clock can't be set: the times in the ledger are
    /// those of the system's clock.
    ///
    /// - Returns: `false` if this process has waited already.
    private func waitUntilListed(_ run: RunRecord) async throws -> Bool {
        // A killed session couldn't record when the request had been sent completely.
        let grace = run.submitFailure == nil ? absenceGrace + submitTimeout : absenceGrace
        let rest = grace - searches.age(run.id)
        guard rest > .zero else { return false }
        notify(
            "\(run.takeName): the outcome of its submit is unknown; the provider doesn't list the "
                + "run yet, and is asked again in \(rest.components.seconds + 1) s")
        try await pause(rest)
        return true
    }

    private func keepUnknown(_ run: RunRecord, _ reason: String) async throws {
        try await ledger.doubt(run.id, reason: reason)
    }

    /// Runs in the provider's list that match, without those that belong to other runs; `nil` if the
    /// provider has no list.
    private func search(_ run: RunRecord) async throws -> RunSearch? {
        guard let found = try await provider.find(LostSubmit(run)) else { return nil }
        let claimed = try await ledger.claimedRemoteIDs(besides: run)
        return RunSearch(
            matches: found.matches.filter { !claimed.contains($0.run.id) },
            containsOthers: found.containsOthers)
    }

    /// Other submits with an unknown outcome that look like this one in the provider's list: without
    /// our reference, runs are found by their input.
    private func twins(of run: RunRecord) async throws -> [RunRecord] {
        guard !identity.listsClientReference else { return [] }
        return try await ledger.unresolvedRuns(besides: run).filter {
            $0.request?.withoutMedia == run.request?.withoutMedia
        }
    }

    /// Whether the list would contain the run if it had been accepted.
    ///
    /// The list must contain a run that is known to exist. If the server ignores the search and
    /// returns a part of its list, that part must reach from before the run to after it.
    private func isListComplete(
        around run: RunRecord, _ search: RunSearch
    ) async throws -> Bool {
        if server.listsEveryRun { return true }
        // Without our reference the list is searched by input, page after page: a miss proves nothing.
        guard identity.listsClientReference else { return false }
        let known = try await ledger.neighbours(of: run)
        guard search.containsOthers else {
            guard let witness = known.after ?? known.before else { return false }
            return try await isListed(witness)
        }
        guard let before = known.before, try await isListed(before) else { return false }
        guard let after = known.after else { return true }
        return try await isListed(after)
    }

    private func isListed(_ run: RunRecord) async throws -> Bool {
        let found = try await provider.find(LostSubmit(run))
        return found?.matches.contains { $0.run.id == run.remoteID } == true
    }
}

extension LostSubmit {
    fileprivate init(_ run: RunRecord) {
        self.init(
            clientReference: run.clientReference, endpoint: run.endpoint,
            input: run.wire ?? run.request.map(KlingWire.input) ?? .null,
            submittedAt: Date(timeIntervalSince1970: Double(run.intendedAt) / 1_000_000))
    }
}
