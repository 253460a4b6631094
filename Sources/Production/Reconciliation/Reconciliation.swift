import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import Foundation

/// Finds out the outcome of submits whose answer was never received.
struct Reconciliation: Sendable {
    private let ledger: Ledger
    private let claims: RunClaims
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
        ledger: Ledger, claims: RunClaims, provider: any Provider, server: ServerTraits,
        pace: SessionSettings.Pace,
        submitTimeout: Duration? = nil, searches: SearchTimes = SearchTimes(),
        pause: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        },
        isEnding: @escaping @Sendable () -> Bool = { false },
        notify: @escaping @Sendable (String) -> Void
    ) {
        self.ledger = ledger
        self.claims = claims
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

    /// Settles every submit with an unknown outcome, as far as the provider's list allows; those that
    /// another session works on are left to it.
    func settleAll() async throws {
        var claimed: [RunRecord] = []
        for run in try await ledger.unresolvedRuns()
        where try await claims.claim(run.name) == nil {
            // As it is now: its session may have submitted it again before the claim.
            let current = try await ledger.run(run.id)
            // All wait at the same time.
            searches.begin(current)
            claimed.append(current)
        }
        for run in claimed {
            try await settle(try await ledger.run(run.id))
            try await claims.release(run.name)
        }
    }

    /// Looks for a run in the provider's list by our own reference.
    ///
    /// A run that is found is adopted. One that is missing counts as not sent only if this process
    /// has waited long enough, and if the list is shown to be complete around the run; otherwise it
    /// stays unknown.
    func settle(_ run: RunRecord) async throws {
        // Another session may have settled it meanwhile.
        guard run.state == .intended || run.state == .unknown else { return }
        let isOwnProvider = run.provider == identity.name
        guard isOwnProvider, run.instance == provider.instance else {
            // It was submitted to another server, which this one knows nothing about.
            if server.losesRunsOnRestart, isOwnProvider {
                try await ledger.closeSubmit(of: run.id, as: .void)
            }
            return
        }
        searches.begin(run)
        do {
            guard var search = try await search(run) else {
                return try await keepUnknown(
                    run,
                    "the provider has no list of runs; look at its dashboard, then use "
                        + "dailies reconcile")
            }
            if search.isEmpty, try await waitUntilListed(run) {
                search = try await self.search(run) ?? search
                guard !search.isEmpty || !isEnding() else {
                    return try await keepUnknown(
                        run, "the session was asked to end before the provider's list could tell")
                }
            }
            try await conclude(run, search)
        } catch let failure as ProviderFailure {
            let reason = failure == .notFound ? "HTTP 404" : "\(failure)"
            try await keepUnknown(run, "its list of runs can't be read: \(reason)")
        }
    }

    /// Looks for the run of a submit that the provider refused: the refusal may come from a gateway
    /// in front of a server that has accepted the request.
    ///
    /// - Returns: `false` if the list has no such run. Otherwise the run is adopted, or stays unknown
    ///   if the list has several, or one that belongs to another run.
    func settlesRefused(_ run: RunRecord) async throws -> Bool {
        guard identity.listsClientReference,
            case let current = try await ledger.run(run.id), current.isReferenceSent,
            // A list that can't be read doesn't change what the refusal says.
            let search = try? await search(current),
            !search.isEmpty
        else { return false }
        try await conclude(current, search)
        return true
    }

    private func conclude(_ run: RunRecord, _ search: Search) async throws {
        if !search.incomparable.isEmpty {
            let found = search.matches.map(\.run.id) + search.incomparable
            return try await keepUnknown(
                run,
                "the provider has removed what would tell whether it is one of these runs: "
                    + found.joined(separator: ", "))
        }
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
            if let other = try await otherSubmit(matching: report.run.id, besides: run, twins) {
                return try await keepUnknown(
                    run, "the run \(report.run.id) may also be that of \(other.takeName)")
            }
            return try await adopt(run, report)
        }
        guard search.matches.isEmpty else {
            let ids = search.matches.map(\.run.id).joined(separator: ", ")
            return try await keepUnknown(run, "several runs match: \(ids)")
        }
        // Found by our reference, it is this run, whoever else has its id.
        if let id = search.claimed.first {
            return try await keepUnknown(
                run, "the provider lists it as \(id), which is the id of another run")
        }
        if let id = run.answeredID {
            return try await keepUnknown(
                run, "the provider answered with the id \(id), which is that of another run")
        }
        guard !run.isAcceptanceConfirmed else {
            return try await keepUnknown(
                run,
                "the provider says that it has a run with our id, but doesn't list it; look at its "
                    + "dashboard, then use dailies reconcile")
        }
        guard run.isReferenceSent || !identity.listsClientReference else {
            return try await keepUnknown(
                run,
                "it was sent without our reference, which the provider refuses; look at the "
                    + "provider's dashboard, then use dailies reconcile")
        }
        if try await isListComplete(around: run, search) {
            return try await ledger.closeSubmit(
                of: run.id, as: .notSent, reason: "the provider lists no such run")
        }
        try await keepUnknown(
            run, "the provider lists no such run, but its list may be incomplete")
    }

    /// Records the id of a run that was found; the run stays unknown if another run has that id.
    private func adopt(_ run: RunRecord, _ report: RunReport) async throws {
        let owner = try await ledger.accept(
            run.id, remoteID: report.run.id, addresses: report.run.addresses)
        guard let owner else { return }
        try await keepUnknown(run, "the run that was found belongs to \(owner.takeName)")
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
        let rest = grace - searches.age(run)
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

    /// What the provider's list has of a run.
    private struct Search {
        /// The runs that match and that no other run of ours has.
        let matches: [RunReport]
        /// The ids of the runs that have our reference and that other runs of ours have.
        let claimed: [String]
        /// Whether the list contained other runs too.
        let containsOthers: Bool
        /// The ids of runs that may be this one, but can't be compared, and that no other run of ours
        /// has.
        let incomparable: [String]

        /// Whether the list has no run that is known to be this one.
        var isEmpty: Bool { matches.isEmpty && claimed.isEmpty }
    }

    /// - Returns: `nil` if the provider has no list.
    private func search(_ run: RunRecord) async throws -> Search? {
        guard let found = try await provider.find(lost(run)) else { return nil }
        let owned = try await ledger.claimedRemoteIDs(besides: run)
        return Search(
            matches: found.matches.filter { !owned.contains($0.run.id) },
            // Runs that are found by their input may be those of other submits.
            claimed: identity.listsClientReference
                ? found.matches.map(\.run.id).filter(owned.contains) : [],
            containsOthers: found.containsOthers,
            incomparable: found.incomparable.filter { !owned.contains($0) })
    }

    /// Another submit with an unknown outcome for which the provider's list has the same run: a list
    /// without our reference also shows requests that say more than ours.
    private func otherSubmit(
        matching id: String, besides run: RunRecord, _ twins: [RunRecord]
    ) async throws -> RunRecord? {
        guard !identity.listsClientReference else { return nil }
        let known = Set(twins.map(\.id))
        for other in try await ledger.unresolvedRuns(besides: run)
        where other.provider == run.provider && other.instance == run.instance
            && !known.contains(other.id)
        {
            let found = try await search(other)
            if found?.matches.contains(where: { $0.run.id == id }) == true { return other }
        }
        return nil
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
        around run: RunRecord, _ search: Search
    ) async throws -> Bool {
        if server.listsEveryRun { return true }
        // Without our reference the list is searched by input, page after page: a miss proves nothing.
        guard identity.listsClientReference else { return false }
        // Another account's list says nothing of the run.
        let known = try await ledger.neighbours(of: run)
        let accounts = [provider.accountMark, known.before?.account, known.after?.account]
        guard accounts.allSatisfy({ Self.mayBeSame($0, run.account) }) else { return false }
        guard search.containsOthers else {
            guard let witness = known.after ?? known.before else { return false }
            return try await isListed(witness)
        }
        guard let before = known.before, try await isListed(before) else { return false }
        guard let after = known.after else { return true }
        return try await isListed(after)
    }

    /// Whether two accounts may be the same; earlier versions recorded none.
    private static func mayBeSame(_ one: String?, _ other: String?) -> Bool {
        one == nil || other == nil || one == other
    }

    private func lost(_ run: RunRecord) -> LostSubmit {
        LostSubmit(
            clientReference: run.clientReference, endpoint: run.endpoint,
            input: run.wire ?? run.request?.json ?? .null,
            // A run that isn't in a list of every run counts as not sent. The clock may have been set since
            // the submit, so that such a list is searched whatever the times are.
            submittedAt: server.listsEveryRun ? nil : Date(microseconds: run.intendedAt))
    }

    private func isListed(_ run: RunRecord) async throws -> Bool {
        let found = try await provider.find(lost(run))
        return found?.matches.contains { $0.run.id == run.remoteID } == true
    }
}
