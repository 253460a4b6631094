import DailiesJSON
import DailiesLanding
import DailiesLedger
import DailiesPlanning
import DailiesReporting
import DailiesThreads
import DailiesVerification
import Foundation

/// Makes the report from the list's outline, the ledger and the files.
struct ReportComposer: Sendable {
    let outline: ReportOutline
    let folder: ProductionFolder
    let ledger: Ledger
    let isRehearsal: Bool
    /// The path of the list; `nil` if it isn't known.
    let list: String?
    let assets: DailiesReport.Assets

    /// - Parameter outcomes: what came of each run of the list, by name.
    func compose(
        _ outcomes: [String: RunOutcome], _ leftovers: [Leftovers.Outcome],
        _ film: FilmAssembly.Result, _ state: DailiesReport.SessionState
    ) async throws -> DailiesReport {
        let facts = try await RunFacts.all(ledger, folder)
        var shots: [DailiesReport.ShotEntry] = []
        for bare in outline.shots {
            var shot = bare
            shot.file = film.shots[shot.id]
            shot.parts = []
            for part in bare.parts {
                let outcome = outcomes[part.name]
                let own = facts.filter { fact in
                    // The take of a shot that was renamed has the earlier name.
                    if outcome?.take?.run.id == fact.run.id { return true }
                    return fact.run.shot == shot.id && fact.run.part == part.part
                }
                shot.parts.append(
                    try await self.part(part, outcome, own, isRunning: state == .running))
            }
            shots.append(shot)
        }
        let sessions = try await ledger.sessions()
        var report = DailiesReport(
            title: outline.title, providers: providers(of: shots), isRehearsal: isRehearsal,
            session: state, writtenAt: Date().formatted(.iso8601), shots: shots, film: film.film,
            partialFilm: film.partialFilm,
            filmProblem: film.problem, leftovers: try await entries(leftovers),
            claims: isRehearsal ? [] : facts.compactMap(\.claim),
            joinedFiles: try await ledger.joinedFiles(),
            money: try await money(facts, shots, sessions.last))
        report.assets = assets
        report.sessions = sessions.map {
            DailiesReport.SessionEntry($0, isLast: $0.id == sessions.last?.id, state)
        }
        report.refreshCommand = shellLine("dailies", ["report", folder.resolvedPath])
        report.tasks = ReportTasks(folder: folder.resolvedPath, list: list).tasks(of: report)
        return report
    }

    private func money(
        _ facts: [RunFacts], _ shots: [DailiesReport.ShotEntry], _ session: SessionRecord?
    ) async throws -> DailiesReport.MoneyEntry {
        let totals = try await ledger.money()
        var money = DailiesReport.MoneyEntry(
            quote: outline.quote, reserved: totals.reserved, settled: totals.settled,
            drift: try await ledger.drift())
        if let session {
            let night = try await ledger.money(inNightOf: session.beganAt)
            money.tonight = Quote(
                expected: night.settled, worst: night.settled + night.reserved)
        }
        let wasted = facts.filter(\.isWasted)
        money.failed = Quote(
            expected: wasted.compactMap(\.cost).sum,
            worst: wasted.map { $0.cost ?? $0.run.quote }.sum)
        money.toFinish = shots.flatMap(\.parts).filter { part in
            !part.isAccepted && part.obstacle?.mayBeCharged == false
        }.map(\.quote).reduce(.zero, +)
        return money
    }

    /// The providers that sold takes; those of the list if there is no take.
    private func providers(of shots: [DailiesReport.ShotEntry]) -> [String] {
        let sellers = Set(shots.flatMap(\.parts).flatMap(\.takes).map(\.provider))
        return sellers.isEmpty ? outline.providers : sellers.sorted()
    }

    private func entries(
        _ leftovers: [Leftovers.Outcome]
    ) async throws -> [DailiesReport.LeftoverEntry] {
        var entries: [DailiesReport.LeftoverEntry] = []
        for leftover in leftovers {
            entries.append(
                DailiesReport.LeftoverEntry(
                    take: leftover.run.takeName, provider: leftover.run.provider,
                    runID: leftover.run.remoteID, problem: leftover.outcome.problem,
                    file: try await ledger.take(of: leftover.run)?.file,
                    cost: try await ledger.cost(of: leftover.run.id)))
        }
        return entries
    }

    /// Writes both forms of the report.
    static func write(_ report: DailiesReport, to folder: ProductionFolder) async throws {
        try await onOwnThread(named: "write the report") {
            try Landing.write(Data((report.json.pretty + "\n").utf8), as: folder.jsonReport)
            try Landing.write(Data(report.html.utf8), as: folder.htmlReport)
        }
    }

    // MARK: Runs and takes

    private func part(
        _ bare: DailiesReport.PartEntry, _ outcome: RunOutcome?, _ own: [RunFacts],
        isRunning: Bool
    ) async throws -> DailiesReport.PartEntry {
        var part = bare
        let circled = outcome?.take?.run.takeName
        for fact in own {
            if let take = fact.take {
                part.takes.append(
                    await entry(
                        take, cost: fact.cost, isCircled: fact.run.takeName == circled,
                        of: bare.request))
            } else if let run = fact.entryWithoutTake {
                part.runs.append(run)
            }
        }
        part.refusal = try await ProviderRefusals.text(
            ofRun: bare.name, at: bare.provider, outcome?.take, ledger)
        part.isAccepted = circled != nil
        part.problem = outcome?.problem
        part.obstacle = DailiesReport.Obstacle(
            outcome, own, waits: bare.request.start?.isLastPicture == true, isRunning: isRunning)
        return part
    }

    private func entry(
        _ take: TakeRecord, cost: Money?, isCircled: Bool, of request: RunRequest
    ) async -> DailiesReport.TakeEntry {
        let path = folder.place(take.file)
        // Takes that an earlier version verified have none in the ledger; reading the header is fast.
        var measurement = take.measurement
        if measurement == nil {
            measurement = try? await onOwnThread(named: "measure") {
                try MediaFile(path: path).measure()
            }
        }
        let (name, video) = (take.run.takeName, measurement?.video)
        var entry = DailiesReport.TakeEntry(
            name: name, provider: take.run.provider, file: take.file,
            bytes: take.bytes, sha256: take.sha256,
            verdict: take.verdict, verification: take.verification,
            measurement: measurement, delivery: take.run.delivery, cost: cost,
            isCircled: isCircled,
            still: await TakeStill(folder: folder).file(of: take, duration: video?.duration))
        entry.runID = take.run.remoteID
        entry.submittedAt = Date(microseconds: take.run.intendedAt).formatted(.iso8601)
        if let bought = take.run.request, bought.withoutMedia != request.withoutMedia {
            entry.earlierRequest = bought.shown
        }
        let look = TakeLook(folder: folder)
        let kept = try? await onOwnThread(named: "look") {
            (look.strip(of: name, video), look.waveform(of: name))
        }
        (entry.strip, entry.waveform) = kept ?? (nil, nil)
        return entry
    }
}

extension Date {
    /// - Parameter microseconds: since 1970, as the ledger keeps times.
    init(microseconds: Int64) { self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}

extension Plan {
    /// The outcomes of the runs by their names.
    ///
    /// - Parameter outcomes: in the order of the plan.
    func outcomesByName(_ outcomes: [RunOutcome]) -> [String: RunOutcome] {
        Dictionary(zip(runs.map(\.name), outcomes), uniquingKeysWith: { first, _ in first })
    }
}

extension DailiesReport.SessionEntry {
    fileprivate init(
        _ session: SessionRecord, isLast: Bool, _ state: DailiesReport.SessionState
    ) {
        let outcome = session.outcome ?? (isLast && state == .running ? "at work" : "cut off")
        self.init(
            beganAt: Date(microseconds: session.beganAt).formatted(.iso8601),
            endedAt: session.endedAt.map { Date(microseconds: $0).formatted(.iso8601) },
            outcome: outcome, runs: session.runs, takes: session.takes,
            settled: session.money.settled, reserved: session.money.reserved)
    }
}

extension DailiesReport.Obstacle {
    /// Whether what was bought already may still bring the take.
    fileprivate var mayBeCharged: Bool {
        switch self {
        case .unknownSubmit, .held, .flagged, .notDelivered, .underway: true
        case .accountRefused, .moderated, .requestRefused, .rejected, .failed, .capReached,
            .unavailable, .waiting, .leftOut, .notSubmitted:
            false
        }
    }
}
