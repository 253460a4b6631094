import DailiesDownload
import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesReporting
import DailiesVerification

// Downloading and verifying the file of a finished run.
extension RunExecution {
    func download(
        _ run: RunRecord, _ remote: RemoteRun, _ file: GeneratedFile
    ) async throws -> RunStep {
        var source = file
        var verified: TakeLanding.VerifiedTake?
        var problem = ""
        var isExpired = false
        // Downloaded once more, free of charge, if the file is damaged, its address has expired, or
        // its length differs from the announced one.
        for _ in 0..<2 {
            if let bytes = source.bytes, let lack = lackOfSpace(bytes, for: "the file") {
                return .finished(notDownloaded(lack))
            }
            var hasWrongLength = false
            do {
                let landed = try await session.landing.land(
                    run, of: planned, pictures, from: source)
                verified = landed
                guard landed.verification.action == .fetchAgain else { break }
            } catch let failure as DownloadError {
                verified = nil
                problem = failure.description
                isExpired = false
                switch failure {
                case .expired: isExpired = true
                case .wrongLength: hasWrongLength = true
                default: return .finished(notDownloaded(problem))
                }
            }
            do {
                let report = try await context.provider.report(on: remote)
                guard case .succeeded(let again) = report.state else { break }
                // The host sends this length as complete, and the provider announces the other length
                // again: the verification decides instead.
                let ignoresLength = hasWrongLength && again.bytes == source.bytes
                source = again
                if ignoresLength { source.bytes = nil }
            } catch is ProviderFailure {
                break
            }
        }
        guard let verified else {
            if isExpired { try await session.ledger.explain(run.id, reason: problem) }
            return .finished(notDownloaded(problem))
        }
        if standing(verified.take) == .damaged {
            return .finished(try await damagedOutcome(run, verified.take))
        }
        return step(after: verified)
    }

    /// The outcome of a run whose file came damaged: where it did so in an earlier session too, another
    /// download won't mend it.
    private func damagedOutcome(_ run: RunRecord, _ take: TakeRecord) async throws -> RunOutcome {
        let complaint = Self.complaint(take)
        let count = try await session.ledger.countDamage(of: run)
        guard let cost = try await session.ledger.writeOff(of: run, take) else {
            return notDownloaded(complaint)
        }
        return .open(
            reason:
                "\(complaint); it came damaged in \(count.of("session")): to give it up, so that "
                + "it counts as paid (\(cost)) and the next session buys another take: "
                + writeOffCommand(run))
    }

    /// The step that follows from a verified take; a rejected take allows another submit.
    func step(after verified: TakeLanding.VerifiedTake) -> RunStep {
        switch standing(verified.take) {
        case .accepted: .finished(.accepted(verified.take))
        case .held, .notVerified: .finished(Self.heldOutcome(verified.take))
        case .damaged: .finished(notDownloaded(Self.complaint(verified.take)))
        case .rejected: .continueFromLedger
        }
    }

    private func notDownloaded(_ problem: String) -> RunOutcome {
        .open(
            reason: "\(problem); start again to download it"
                + (session.server.isPaid ? ", free of charge" : ""))
    }
}
