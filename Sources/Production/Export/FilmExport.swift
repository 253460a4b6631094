import DailiesAssembly
import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesThreads
package import DailiesTimeline
import DailiesVerification

/// A production as other programs are to get it: read from its ledger and its last report, and changed
/// in nothing.
package struct FilmExport: Sendable {
    let folder: ProductionFolder
    /// The film's title.
    package let title: String
    /// The runs of the list, in film order.
    let runs: [ExportedRun]
    /// The film as an edit.
    package let timeline: FilmTimeline
    /// Whether the film that was joined last shows the same takes.
    package let isAsJoined: Bool

    /// There is nothing that could be exported.
    package struct NoTakes: Error, CustomStringConvertible {
        let folder: String

        package var description: String {
            "\(folder): there is no take that could be exported; `dailies status` tells what is missing"
        }
    }

    /// Reads the production of a folder.
    ///
    /// - Throws: `SessionError` if there is no production; `NoTakes`; `LedgerError`.
    package init(of folder: ProductionFolder) async throws {
        try folder.requireLedger()
        try await self.init(of: folder, try await folder.readLedger())
    }

    init(of folder: ProductionFolder, _ ledger: Ledger) async throws {
        let report = try await onOwnThread(named: "report") { ReportedFilm(of: folder) }
        let runs = try await Self.runs(in: folder, ledger, report)
        guard runs.contains(where: { $0.chosen != nil || !$0.others.isEmpty }),
            let placement = FilmPlacement(runs, report)
        else { throw NoTakes(folder: folder.path) }
        self.folder = folder
        self.runs = runs
        title = try await ledger.value("title") ?? report.title ?? "film"
        isAsJoined = placement.isAsJoined
        timeline = placement.timeline(title: title, runs, in: folder.resolvedPath)
    }

    /// The runs that the list wants, with the takes of each.
    private static func runs(
        in folder: ProductionFolder, _ ledger: Ledger, _ report: ReportedFilm
    ) async throws -> [ExportedRun] {
        let facts = try await RunFacts.all(ledger, folder)
        var takes: [Int64: ExportedTake] = [:]
        for fact in facts where fact.hasFile {
            takes[fact.run.id] = try await take(fact, in: folder)
        }
        var planned = try await ledger.list().runs
        if planned.isEmpty { planned = report.runs.map { PlannedRunEntry(name: $0) } }
        let usable = facts.filter { takes[$0.run.id] != nil }
        let listed = ListedRuns(planned, usable)
        let joined = Set(report.clips.map(\.take))
        return planned.map { planned in
            let own = listed.all(planned.name)
            let chosen = listed.current(planned.name, after: nil).forTheFilm(having: joined)
            return ExportedRun(
                name: planned.name,
                shot: report.shots[planned.name]
                    ?? ReportedFilm.Shot(id: own.first?.run.shot ?? planned.name),
                seconds: report.seconds[planned.name] ?? own.first?.run.request?.seconds,
                chosen: chosen.flatMap { takes[$0.run.id] },
                others: own.filter { $0.run.id != chosen?.run.id }.compactMap { takes[$0.run.id] })
        }
    }

    /// A take whose file is there; `nil` if it has no picture.
    private static func take(
        _ fact: RunFacts, in folder: ProductionFolder
    ) async throws -> ExportedTake? {
        guard let record = fact.take,
            let measurement = try? await measurement(of: record, in: folder),
            let video = measurement.video
        else { return nil }
        let path = folder.place(record.file)
        let timecode = try await onOwnThread(named: "timecode") { SourceTimecode.text(of: path) }
        return ExportedTake(
            record: record, video: video, audio: measurement.audio,
            start: TimelineMedia.start(timecode: timecode, frameRate: video.frameRate),
            cost: fact.cost, isCircled: fact.isCircled)
    }

    private static func measurement(
        of take: TakeRecord, in folder: ProductionFolder
    ) async throws -> MediaMeasurement {
        let path = folder.place(take.file)
        // Takes that an earlier version verified have none in the ledger.
        return try await onOwnThread(named: "measure") {
            try take.measurement ?? MediaFile(path: path).measure()
        }
    }
}
