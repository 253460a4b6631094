import DailiesJSON
import DailiesLanding
import DailiesLedger
import DailiesPlanning
import DailiesReporting
import DailiesThreads
import Foundation

/// Makes the report from the list's outline, the ledger and the files.
struct ReportComposer: Sendable {
    let outline: ReportOutline
    let folder: ProductionFolder
    let ledger: Ledger
    let isRehearsal: Bool
    let list: RecordedList
    let assets: DailiesReport.Assets

    /// Reads the ledger and the files of takes.
    func read() async throws -> LedgerReading {
        try await LedgerReading(ledger, folder, outline, list.runs)
    }

    /// Composes the report of the session that has just ended, or that is at work.
    ///
    /// - Parameter outcomes: what came of each run of the list, by name.
    func compose(
        _ outcomes: [String: RunOutcome], _ leftovers: [Leftovers.Outcome],
        _ film: FilmAssembly.Result, _ state: DailiesReport.SessionState
    ) async throws -> DailiesReport {
        let report = try await compose(try await read(), outcomes, leftovers, film, state)
        return try await withPictures(report)
    }

    /// Composes a report without the pictures of the takes.
    ///
    /// - Parameter outcomes: what came of each run of the list, by name.
    func compose(
        _ reading: LedgerReading, _ outcomes: [String: RunOutcome],
        _ leftovers: [Leftovers.Outcome], _ film: FilmAssembly.Result,
        _ state: DailiesReport.SessionState
    ) async throws -> DailiesReport {
        let (facts, sessions) = (reading.facts, reading.sessions)
        var obstacles: [String: DailiesReport.Obstacle] = [:]
        var shots: [DailiesReport.ShotEntry] = []
        for bare in outline.shots {
            var shot = bare
            shot.file = film.shots[shot.id]
            shot.parts = []
            for bare in bare.parts {
                let predecessor = reading.listed.predecessor(of: bare.name)
                let part = try await self.part(
                    bare, outcomes[bare.name], reading,
                    after: predecessor.flatMap { outcomes[$0]?.take },
                    waits: predecessor.flatMap { obstacles[$0] }?.passesByItself == false,
                    isRunning: state == .running)
                obstacles[part.name] = part.obstacle
                shot.parts.append(part)
            }
            shots.append(shot)
        }
        var report = DailiesReport(
            title: outline.title, providers: providers(of: shots), isRehearsal: isRehearsal,
            session: state, writtenAt: Date().formatted(.iso8601), shots: shots, film: film.film,
            partialFilm: film.partialFilm, filmProblem: film.problem,
            leftovers: leftovers.map { entry($0, facts, isRunning: state == .running) },
            claims: isRehearsal ? [] : facts.compactMap(\.claim),
            joinedFiles: try await ledger.joinedFiles(),
            money: try await money(facts, shots, sessions.last))
        report.assets = assets
        report.sessions = sessions.map {
            DailiesReport.SessionEntry($0, isLast: $0.id == sessions.last?.id, state)
        }
        report.refreshCommand = shellLine("dailies", ["report", folder.resolvedPath])
        report.tasks = tasks.tasks(of: report)
        return report
    }

    /// What makes the tasks of the report.
    var tasks: ReportTasks {
        ReportTasks(folder: folder.resolvedPath, list: list.path, options: list.options)
    }

    private func money(
        _ facts: [RunFacts], _ shots: [DailiesReport.ShotEntry], _ session: SessionRecord?
    ) async throws -> DailiesReport.MoneyEntry {
        let totals = try await ledger.money()
        var money = DailiesReport.MoneyEntry(
            quote: outline.quote, reserved: totals.reserved, settled: totals.settled,
            drift: try await ledger.drift())
        money.counted = try await ledger.counted(.production)
        if let session {
            let night = try await ledger.money(inNightOf: session.beganAt)
            money.tonight = Quote(
                expected: night.settled, worst: night.settled + night.reserved)
        }
        money.overbilled = facts.compactMap { fact in
            fact.cost.flatMap { cost in
                cost > fact.run.quote
                    ? DailiesReport.MoneyEntry.OverbilledEntry(
                        take: fact.run.takeName, cost: cost, quote: fact.run.quote) : nil
            }
        }
        let wasted = facts.filter(\.isWasted)
        money.failed = Quote(
            expected: wasted.compactMap(\.cost).sum,
            worst: wasted.map { $0.cost ?? $0.run.quote }.sum)
        money.toFinish =
            shots.flatMap(\.parts)
            .filter { $0.obstacle?.mayBeCharged == false }.map(\.quote).sum
        return money
    }

    /// The providers that sold takes; those of the list if there is no take.
    private func providers(of shots: [DailiesReport.ShotEntry]) -> [String] {
        let sellers = Set(shots.flatMap(\.parts).flatMap(\.takes).map(\.provider))
        return sellers.isEmpty ? outline.providers : sellers.sorted()
    }

    private func entry(
        _ leftover: Leftovers.Outcome, _ facts: [RunFacts], isRunning: Bool
    ) -> DailiesReport.LeftoverEntry {
        let own = facts.filter { $0.run.id == leftover.run.id }
        var entry = DailiesReport.LeftoverEntry(
            take: leftover.run.takeName, provider: leftover.run.provider,
            runID: leftover.run.remoteID, problem: leftover.outcome.problem,
            file: own.first?.take?.file, cost: own.first?.cost)
        entry.writeOff = own.first?.writeOff
        entry.obstacle = DailiesReport.Obstacle(
            leftover.outcome, own, waits: false, isRunning: isRunning)
        return entry
    }

    /// Writes both forms of the report.
    static func write(_ report: DailiesReport, to folder: ProductionFolder) async throws {
        try await onOwnThread(named: "write the report") {
            try Landing.write(report.json.fileBytes, as: folder.jsonReport)
            try Landing.write(Data(report.html.utf8), as: folder.htmlReport)
        }
    }

    // MARK: Runs and takes

    /// - Parameters:
    ///   - start: the take with whose last picture the run starts.
    ///   - waits: whether there is no such take, and comes none by itself.
    private func part(
        _ bare: DailiesReport.PartEntry, _ outcome: RunOutcome?, _ reading: LedgerReading,
        after start: TakeRecord?, waits: Bool, isRunning: Bool
    ) async throws -> DailiesReport.PartEntry {
        var part = bare
        let accepted = outcome?.take?.run.id
        var shown = reading.listed.all(bare.name)
        // The take of a shot that was renamed has the earlier name.
        if let accepted, !shown.contains(where: { $0.run.id == accepted }) {
            shown += reading.facts.filter { $0.run.id == accepted }
        }
        for fact in shown {
            if let take = fact.take {
                part.takes.append(
                    entry(take, fact, isInFilm: fact.run.id == accepted, of: bare.request))
            } else if let run = fact.entryWithoutTake {
                part.runs.append(run)
            }
        }
        part.refusal = try await ProviderRefusals.text(
            ofRun: bare.name, at: bare.provider, outcome?.take, ledger)
        part.isAccepted = accepted != nil
        part.problem = outcome?.problem
        part.cap = outcome?.cap?.rawValue
        let own = reading.listed.current(bare.name, after: start)
        part.countedTakes = own.takesThatCount(at: own.last?.run.instance ?? "").count
        part.obstacle = DailiesReport.Obstacle(outcome, own, waits: waits, isRunning: isRunning)
        return part
    }

    private func entry(
        _ take: TakeRecord, _ fact: RunFacts, isInFilm: Bool, of request: RunRequest
    ) -> DailiesReport.TakeEntry {
        var entry = DailiesReport.TakeEntry(
            name: take.run.takeName, provider: take.run.provider, file: take.file,
            bytes: take.bytes, sha256: take.sha256,
            verdict: take.verdict, verification: take.verification,
            measurement: take.measurement, delivery: take.run.delivery, cost: fact.cost,
            isCircled: isInFilm, still: nil)
        entry.runID = take.run.remoteID
        entry.writeOff = fact.writeOff
        entry.submittedAt = Date(microseconds: take.run.intendedAt).formatted(.iso8601)
        if let bought = take.run.request, bought.withoutMedia != request.withoutMedia {
            entry.earlierRequest = bought.shown
        }
        return entry
    }

    /// Adds what is seen and heard of the takes.
    func withPictures(_ report: DailiesReport) async throws -> DailiesReport {
        let look = TakeLook(folder: folder)
        return try await onOwnThread(named: "pictures") {
            var report = report
            for shot in report.shots.indices {
                for part in report.shots[shot].parts.indices {
                    report.shots[shot].parts[part].takes = report.shots[shot].parts[part].takes
                        .map { look.added(to: $0, readsStrip: report.assets == .inline) }
                }
            }
            return report
        }
    }
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
