import DailiesDownload
import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesVerification

// Downloading and verifying the file of a finished run.
extension RunExecution {
    func fetch(
        _ run: RunRecord, _ remote: RemoteRun, _ file: GeneratedFile
    ) async throws -> RunStep {
        var source = file
        var judged: TakeLanding.Judged?
        var problem = ""
        // Downloaded once more, free of charge, if the file is damaged, its address has expired, or
        // its length differs from the announced one.
        for _ in 0..<2 {
            var hasWrongLength = false
            do {
                let landed = try await context.landing.land(run, of: planned, from: source)
                judged = landed
                guard landed.verification.action == .fetchAgain else { break }
            } catch let failure as DownloadError {
                judged = nil
                problem = failure.description
                switch failure {
                case .expired: break
                case .wrongLength: hasWrongLength = true
                default: return .finished(Self.notDownloaded(problem))
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
        guard let judged else { return .finished(Self.notDownloaded(problem)) }
        return step(after: judged)
    }

    /// The step that follows from a verified take; a rejected take allows another submit.
    func step(after judged: TakeLanding.Judged) -> RunStep {
        switch standing(judged.take) {
        case .accepted: .finished(.accepted(judged.take))
        case .held, .notVerified: .finished(heldOutcome(judged.take))
        case .damaged: .finished(Self.notDownloaded(Self.complaint(judged.take)))
        case .rejected: .continueFromLedger
        }
    }

    private static func notDownloaded(_ problem: String) -> RunOutcome {
        .open(reason: "\(problem); start again to download it, free of charge")
    }
}
