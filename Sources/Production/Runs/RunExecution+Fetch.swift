import DailiesDownload
import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesVerification

// Fetching: the file home, judged, and once more where its way here may be at fault.
extension RunJourney {
    func fetch(
        _ run: RunRecord, _ remote: RemoteRun, _ file: GeneratedFile
    ) async throws -> RunOutcome? {
        var source = file
        var judged: TakeLanding.Judged?
        var trouble = ""
        // A damaged file is fetched once more, and so is one whose address has expired or whose
        // length isn't the announced one: all free.
        for _ in 0..<2 {
            var isMiscounted = false
            do {
                let landed = try await means.landing.land(run, of: planned, from: source)
                judged = landed
                guard landed.verification.action == .fetchAgain else { break }
            } catch let failure as DownloadError {
                judged = nil
                trouble = failure.description
                switch failure {
                case .expired: break
                case .wrongLength: isMiscounted = true
                default: return .open(reason: "\(trouble); start again to fetch it, free")
                }
            }
            do {
                guard case .succeeded(let again) = try await means.provider.report(on: remote).state
                else { break }
                // Whole by its host's word, and announced with that length again: the verification
                // knows better than either.
                let isSettled = isMiscounted && again.bytes == source.bytes
                source = again
                if isSettled { source.bytes = nil }
            } catch is ProviderFailure {
                break
            }
        }
        guard let judged else { return .open(reason: "\(trouble); start again to fetch it, free") }
        return outcome(of: judged)
    }

    /// What a judged take means for its run; `nil` where another take may be tried.
    func outcome(of judged: TakeLanding.Judged) -> RunOutcome? {
        switch standing(judged.take) {
        case .accepted: return .accepted(judged.take)
        case .held, .notVerified: return held(judged.take)
        case .damaged:
            return .open(
                reason: "\(Self.complaint(judged.take)); start again to fetch it, free")
        case .rejected: return nil
        }
    }
}
