import DailiesGeneration
import DailiesLedger
import DailiesPlanning
import DailiesVerification
import Foundation

/// Brings one planned run to an accepted take, or to the reason why there is none.
///
/// It always begins with what the ledger knows, so that it can be broken off anywhere and begun
/// again: what was bought is fetched, what is under way is waited for, and only what was never
/// asked for is submitted.
struct RunJourney: Sendable {
    let planned: PlannedRun
    /// The last picture that it starts with, and its reference in the request.
    var start: (media: RequestMedia, file: ListedFile)?
    let means: SessionMeans

    var name: String { planned.name }

    /// Submits of one session that may come to nothing, such as answers lost again and again.
    private static let submitLimit = 5

    func travel() async throws -> RunOutcome {
        let faultsBefore = Self.faults(try await means.ledger.runs(of: planned)).count
        var submits = 0
        while true {
            let history = try await means.ledger.runs(of: planned)
            let newFaults = Self.faults(history).count - faultsBefore
            if let take = try await acceptedTake(in: history) {
                means.emit(.run(name, .reused))
                return .accepted(take)
            }
            let outcome: RunOutcome?
            if let run = try await unfinished(in: history) {
                outcome = try await follow(run)
            } else if let end = try await reasonNotToBuy(history, newFaults) {
                outcome = end
            } else if submits == Self.submitLimit + means.settings.maximumTakes {
                outcome = .open(reason: "it could not be submitted; start again later")
            } else {
                submits += 1
                // What failed by its own fault a moment ago may need a while.
                if newFaults > 0 { try await means.pause(means.settings.pace.faultPause) }
                outcome = try await submit()
            }
            if let outcome {
                report(outcome)
                return outcome
            }
        }
    }

    private func report(_ outcome: RunOutcome) {
        switch outcome {
        case .accepted: break
        case .failed(let reason): means.emit(.run(name, .failed(reason)))
        case .open(let reason), .unknown(let reason): means.emit(.run(name, .open(reason)))
        case .capReached: means.emit(.run(name, .open("not submitted: the cap would be passed")))
        case .accountRefused(let reason): means.emit(.run(name, .open("not submitted: \(reason)")))
        }
    }

    // MARK: What the ledger knows

    private func acceptedTake(in history: [RunRecord]) async throws -> TakeRecord? {
        for run in history.reversed() where run.state == .succeeded {
            guard let take = try await means.ledger.take(of: run), standing(take) == .accepted,
                isThere(take)
            else {
                continue
            }
            return take
        }
        return nil
    }

    func standing(_ take: TakeRecord) -> TakeStanding {
        TakeStanding(take, acceptsFlagged: means.settings.acceptsFlagged)
    }

    /// A take that a person must look at.
    func held(_ take: TakeRecord) -> RunOutcome {
        guard let verification = take.verification, verification.verdict != .unknown else {
            return .open(reason: "\(take.run.takeName) could not be verified")
        }
        let advice =
            verification.isOnlyFlagged
            ? "; look at it, and if it is fine, run again with --accept-flagged" : ""
        return .open(reason: Self.complaint(take) + advice)
    }

    func isThere(_ take: TakeRecord) -> Bool {
        let path = means.settings.folder.place(take.file)
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
        return size == take.bytes
    }

    /// The first run that still has something to give: an open one, or a finished one whose take
    /// has not landed, is gone, was not judged, or is to be fetched again.
    private func unfinished(in history: [RunRecord]) async throws -> RunRecord? {
        for run in history {
            if run.isOpen { return run }
            guard run.state == .succeeded else { continue }
            guard let take = try await means.ledger.take(of: run), isThere(take) else {
                return run
            }
            switch standing(take) {
            case .notVerified, .damaged: return run
            case .accepted, .held, .rejected: continue
            }
        }
        return nil
    }

    /// Attempts that were made and brought nothing; a person decides about more than allowed.
    ///
    /// - Parameter newFaults: runs of this session that failed by a fault of the provider's own;
    ///   those cost nothing, and in each session one is forgiven.
    private func reasonNotToBuy(
        _ history: [RunRecord], _ newFaults: Int
    ) async throws -> RunOutcome? {
        // Whichever shot asked for it: it would be refused again, and may cost each time.
        if let reason = try await means.ledger.moderation(ofDigest: planned.digest) {
            return .failed(reason: Self.moderation(reason))
        }
        for run in history where run.state == .succeeded {
            if let take = try await means.ledger.take(of: run), standing(take) == .held {
                return held(take)
            }
        }
        // What another server refused says nothing of this one.
        let spent = history.filter { run in
            run.state == .succeeded || run.state == .failed
                || run.state == .refused && run.instance == means.provider.instance
        }
        let faults = Self.faults(history)
        guard spent.count + max(0, newFaults - 1) >= means.settings.maximumTakes,
            let last = (spent + faults).max(by: { $0.take < $1.take })
        else { return nil }
        guard let take = try await means.ledger.take(of: last) else {
            return .failed(reason: last.reason ?? "the provider gives no reason")
        }
        return .failed(reason: Self.complaint(take))
    }

    private static func faults(_ history: [RunRecord]) -> [RunRecord] {
        history.filter { $0.state == .faulted }
    }

    /// What is wrong with a take.
    static func complaint(_ take: TakeRecord) -> String {
        "\(take.run.takeName) isn't what was asked: \(take.verification?.complaint ?? "")"
    }
}
