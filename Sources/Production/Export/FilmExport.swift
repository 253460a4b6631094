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
        var takes: [(run: RunRecord, take: ExportedTake)] = []
        var circled: Set<String> = []
        for run in try await ledger.runs() {
            if try await ledger.circledTake(of: run.name) == run.takeName {
                circled.insert(run.takeName)
            }
            guard let record = try await ledger.take(of: run), folder.hasFile(of: record),
                let measurement = try? await measurement(of: record, in: folder),
                let video = measurement.video
            else { continue }
            let path = folder.place(record.file)
            let timecode = try await onOwnThread(named: "timecode") {
                SourceTimecode.text(of: path)
            }
            takes.append(
                (
                    run,
                    ExportedTake(
                        record: record, video: video, audio: measurement.audio,
                        start: TimelineMedia.start(
                            timecode: timecode, frameRate: video.frameRate),
                        cost: try await ledger.cost(of: run.id),
                        isCircled: circled.contains(run.takeName))
                ))
        }
        var planned = try await ledger.plannedRuns()
        if planned.isEmpty { planned = report.runs.map { PlannedRunEntry(name: $0) } }
        let joined = Set(report.clips.map(\.take))
        let names = Set(planned.map(\.name))
        return planned.map { planned in
            // The takes of a shot that was renamed have the earlier name. Another run of the list may
            // have the same request, but its takes are its own.
            let own = takes.filter { take in
                take.run.name == planned.name
                    || planned.isMade(by: take.run) && !names.contains(take.run.name)
            }
            let fitting = own.filter { planned.isMade(by: $0.run) }.map(\.take)
            let chosen =
                fitting.first(where: \.isCircled) ?? fitting.first { joined.contains($0.name) }
                ?? fitting.first { TakeStanding($0.record) == .accepted }
            return ExportedRun(
                name: planned.name,
                shot: report.shots[planned.name]
                    ?? ReportedFilm.Shot(id: own.first?.run.shot ?? planned.name),
                seconds: report.seconds[planned.name] ?? own.first?.run.request?.seconds,
                chosen: chosen, others: own.map(\.take).filter { $0.name != chosen?.name })
        }
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
