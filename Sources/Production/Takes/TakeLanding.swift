import DailiesDigest
import DailiesDownload
import DailiesGeneration
import DailiesHTTP
import DailiesInspection
import DailiesJSON
import DailiesLanding
import DailiesLedger
import DailiesPlanning
import DailiesShotList
import DailiesThreads
import DailiesVerification
import Foundation

/// Downloads the file of a finished run, verifies it and records the take in the ledger.
struct TakeLanding: Sendable {
    let folder: ProductionFolder
    let ledger: Ledger
    let downloader: Downloader
    /// The models by id, also those of earlier lists.
    let models: [String: ModelProfile]
    let acceptsFlagged: Bool
    let kind: ProductionKind
    /// The names of the runs whose last picture other runs start with.
    let continuedRuns: Set<String>
    let emit: @Sendable (SessionEvent) -> Void
    /// More downloads at once don't make the connection faster, and more verifications than cores don't
    /// make the machine faster.
    private let downloads = AsyncSemaphore(8)
    private let verifications = AsyncSemaphore(max(2, AvailableProcessors().count))

    init(
        folder: ProductionFolder, ledger: Ledger, downloader: Downloader,
        models: [String: ModelProfile], acceptsFlagged: Bool, kind: ProductionKind,
        continuedRuns: Set<String>,
        emit: @escaping @Sendable (SessionEvent) -> Void
    ) {
        self.folder = folder
        self.ledger = ledger
        self.downloader = downloader
        self.models = models
        self.acceptsFlagged = acceptsFlagged
        self.kind = kind
        self.continuedRuns = continuedRuns
        self.emit = emit
    }

    /// A take with its verification.
    struct VerifiedTake: Sendable {
        let take: TakeRecord
        let verification: Verification
    }

    /// Downloads the file and verifies it; only a file that isn't damaged gets the take's name.
    ///
    /// - Parameter pictures: what the take must show at its beginning and end.
    func land(
        _ run: RunRecord, of planned: PlannedRun, _ pictures: TakePictures,
        from file: GeneratedFile
    ) async throws -> VerifiedTake {
        let name = planned.name
        let relative = folder.unverifiedFile(run.takeName)
        TakeStill(folder: folder).remove(run.takeName)
        LastPicture(folder: folder).remove(run.takeName)
        TakeEnds(folder: folder).remove(run.takeName)
        TakeLook(folder: folder).remove(run.takeName)
        let landed = try await downloads.withPermit(isUrgent: run.hasShortLivedFile) {
            emit(.run(name, .downloading(bytes: 0)))
            return try await downloader.land(
                file.url, as: folder.place(relative), announcedBytes: file.bytes
            ) { [emit] bytes in emit(.run(name, .downloading(bytes: bytes))) }
        }
        try await ledger.land(
            run.id, file: relative,
            place: ledger.isShared
                ? "\(hostName):\(folder.resolvedPath)" : nil,
            bytes: landed.bytes, sha256: landed.sha256)
        let verified = try await verify(run, relative, of: planned, pictures)
        // The address may be signed; it is kept only if the file must be downloaded again.
        if verified.verification.action != .fetchAgain {
            try await ledger.forgetAddress(RemoteRun.resultURLKey, of: run)
        }
        return verified
    }

    /// Verifies a take that landed in an earlier session, which ended before the verdict; `nil` if the
    /// file has changed since.
    ///
    /// - Parameter pictures: what the take must show at its beginning and end.
    func verifyLanded(
        _ take: TakeRecord, of planned: PlannedRun, _ pictures: TakePictures
    ) async throws -> VerifiedTake? {
        let isUnchanged = try await onOwnThread(named: "digest") { [folder] in
            folder.hasUnchangedFile(of: take)
        }
        return isUnchanged ? try await verify(take.run, take.file, of: planned, pictures) : nil
    }

    /// Verifies a landed file against the request that bought it, names it and records the verdict.
    ///
    /// - Parameter file: the file's path in the folder.
    private func verify(
        _ run: RunRecord, _ file: String, of planned: PlannedRun, _ pictures: TakePictures
    ) async throws -> VerifiedTake {
        let name = planned.name
        let path = folder.place(file)
        let model = models[run.model] ?? .undescribed(run.model)
        let expectation = TakeExpectation.from(
            run.request ?? planned.request, model: model,
            startSize: planned.startSize ?? run.startSize, pictures: pictures,
            delivery: run.delivery)
        let tolerances = TakeExpectation.tolerances(run.request ?? planned.request, model)
        let takeName = run.takeName
        let keeping = KeptPictures.Request(
            stillTime: TakeStill.time(Double(planned.request.seconds)),
            stillWidth: TakeStill.width, keepsLast: continuedRuns.contains(name))
        var verification = try await verifications.withPermit {
            emit(.run(name, .verifying))
            return try await onOwnThread(named: "verify") {
                // Every picture: a defect of a paid take must not be found later.
                let (verification, kept) = MediaFile(path: path).inspect(
                    against: expectation, tolerances: tolerances, keeping: keeping)
                if let still = kept?.still {
                    TakeStill(folder: folder).keep(still, of: takeName)
                }
                if let last = kept?.last {
                    LastPicture(folder: folder).keep(last, of: takeName)
                }
                if let ends = kept?.ends { TakeEnds(folder: folder).keep(ends, of: takeName) }
                if let kept { TakeLook(folder: folder).keep(kept, of: takeName) }
                return verification
            }
        }
        // A damaged file is kept as evidence.
        let final =
            verification.action == .fetchAgain
            ? folder.damagedFile(takeName) : folder.takeFile(takeName)
        verification.file = folder.place(final)
        try await move(file, to: final, of: run)
        try await ledger.judge(run.id, verification)
        guard let take = try await ledger.take(of: run) else {
            throw SessionError.folder(
                path: folder.ledger, reason: "the take that was just written is missing")
        }
        try await writeSidecar(take, verification)
        let standing = TakeStanding(verification, acceptsFlagged: acceptsFlagged)
        emit(.run(name, .verified(verification, isAccepted: standing == .accepted)))
        return VerifiedTake(take: take, verification: verification)
    }

    /// Gives a take's file another name in the folder and in the ledger.
    ///
    /// The file has both names until the ledger knows the new one, so that no kill loses it.
    private func move(_ file: String, to final: String, of run: RunRecord) async throws {
        guard file != final else { return }
        let (from, to) = (folder.place(file), folder.place(final))
        // A file of the same run that is fetched again is replaced.
        try await onOwnThread(named: "name a take") { try Landing.addName(to, to: from) }
        try await ledger.moveTake(run.id, to: final)
        unlink(from)
    }

    private func writeSidecar(
        _ take: TakeRecord, _ verification: Verification
    ) async throws {
        let sidecar = TakeSidecar.json(
            take, verification, cost: try await ledger.cost(of: take.run.id), kind: kind,
            isCircled: try await ledger.circledTake(of: take.run.name) == take.run.takeName)
        let path = folder.place(folder.sidecarFile(take.run.takeName))
        try await onOwnThread(named: "sidecar") {
            try Landing.write(sidecar.fileBytes, as: path)
        }
    }
}
