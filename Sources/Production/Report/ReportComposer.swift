import DailiesJSON
import DailiesLanding
import DailiesLedger
import DailiesPlanning
import DailiesReporting
import DailiesShotList
import DailiesThreads
import DailiesVerification
import Foundation

/// Makes the report from the plan, the ledger and the files.
struct ReportComposer: Sendable {
    let plan: Plan
    let folder: ProductionFolder
    let ledger: Ledger
    let isRehearsal: Bool

    func compose(
        _ outcomes: [RunOutcome], _ leftovers: [Leftovers.Outcome], _ film: FilmAssembly.Result,
        _ state: DailiesReport.SessionState
    ) async throws -> DailiesReport {
        let outcomeOf = Dictionary(
            zip(plan.runs.map(\.name), outcomes), uniquingKeysWith: { first, _ in first })
        let runs = try await ledger.runs()
        var shots: [DailiesReport.ShotEntry] = []
        for planned in plan.shots {
            var parts: [DailiesReport.PartEntry] = []
            for run in planned.runs {
                let outcome = outcomeOf[run.name]
                let own = runs.filter { record in
                    // The take of a shot that was renamed has the earlier name.
                    if outcome?.take?.run.id == record.id { return true }
                    return record.shot == run.shot && record.part == run.part
                }
                parts.append(try await part(run, outcome, own))
            }
            shots.append(
                DailiesReport.ShotEntry(
                    id: planned.shot.id, scene: planned.shot.scene, note: planned.shot.note,
                    caption: planned.shot.caption,
                    summary: planned.shot.summary, duration: planned.shot.duration, parts: parts,
                    file: film.shots[planned.shot.id]))
        }
        let money = try await ledger.money()
        return DailiesReport(
            title: plan.title, providers: providers(of: shots), isRehearsal: isRehearsal,
            session: state, writtenAt: Date().formatted(.iso8601), shots: shots, film: film.film,
            partialFilm: film.partialFilm,
            filmProblem: film.problem, leftovers: try await entries(leftovers),
            claims: isRehearsal ? [] : try await claims(of: runs),
            joinedFiles: try await ledger.joinedFiles(),
            money: DailiesReport.MoneyEntry(
                quote: plan.quote, reserved: money.reserved, settled: money.settled,
                drift: try await ledger.drift()))
    }

    /// The providers that sold takes; those of the plan if there is no take.
    private func providers(of shots: [DailiesReport.ShotEntry]) -> [String] {
        let sellers = Set(shots.flatMap(\.parts).flatMap(\.takes).map(\.provider))
        return sellers.isEmpty ? plan.providers : sellers.sorted()
    }

    private func claims(of runs: [RunRecord]) async throws -> [DailiesReport.ClaimEntry] {
        var claims: [DailiesReport.ClaimEntry] = []
        for run in runs {
            let cost = try await ledger.cost(of: run.id)
            if let claim = DailiesReport.ClaimEntry(run, cost: cost) { claims.append(claim) }
        }
        return claims
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

    private func part(
        _ planned: PlannedRun, _ outcome: RunOutcome?, _ runs: [RunRecord]
    ) async throws -> DailiesReport.PartEntry {
        let circled = outcome?.take?.run.takeName
        var takes: [DailiesReport.TakeEntry] = []
        for run in runs {
            guard let take = try await ledger.take(of: run) else { continue }
            takes.append(try await entry(take, isCircled: run.takeName == circled))
        }
        return DailiesReport.PartEntry(
            name: planned.name, model: plan.models[planned.model]?.name ?? planned.model,
            provider: planned.provider,
            refusal: try await ProviderRefusals.text(of: planned, outcome?.take, ledger),
            request: planned.request.shown, quote: planned.quote,
            isAccepted: circled != nil, problem: outcome?.problem, takes: takes)
    }

    private func entry(
        _ take: TakeRecord, isCircled: Bool
    ) async throws -> DailiesReport.TakeEntry {
        let path = folder.place(take.file)
        // Takes that an earlier version verified have none in the ledger; reading the header is fast.
        var measurement = take.measurement
        if measurement == nil {
            measurement = try? await onOwnThread(named: "measure") {
                try MediaFile(path: path).measure()
            }
        }
        let still = await TakeStill(folder: folder)
            .jpeg(of: take, duration: measurement?.video?.duration)
        return DailiesReport.TakeEntry(
            name: take.run.takeName, provider: take.run.provider, file: take.file,
            bytes: take.bytes, sha256: take.sha256,
            verdict: take.verdict, verification: take.verification,
            measurement: measurement, delivery: take.run.delivery,
            cost: try await ledger.cost(of: take.run.id),
            isCircled: isCircled, still: still)
    }
}
