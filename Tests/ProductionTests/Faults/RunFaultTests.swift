import DailiesGeneration
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import Synchronization
import Testing

/// Each fault of an accepted run; the tests count the runs that the provider sold.
@Suite(.serialized, .timeLimit(.minutes(8))) struct RunFaultTests {
    static let runs: [FaultCase] = [
        FaultCase(
            #"{"fault": "404", "on": "status", "times": 2}"#, .accepted, sold: 1, at: ["runflow"]),
        FaultCase(
            #"{"fault": "429", "on": "status", "times": 1}"#, .accepted, sold: 1, at: ["fal"]),
        FaultCase(
            #"{"fault": "500", "on": "status", "times": 1}"#, .accepted, sold: 1, at: ["eachlabs"]),
        FaultCase(
            #"{"fault": "502", "on": "status", "times": 1, "gateway": true}"#, .accepted, sold: 1,
            at: ["runflow"]),
        FaultCase(
            #"{"fault": "reset", "on": "status", "times": 1}"#, .accepted, sold: 1, at: ["fal"]),
        FaultCase(
            #"{"fault": "401", "on": "status", "times": 1}"#, .account, sold: 1, at: ["eachlabs"]),
        FaultCase(
            #"{"fault": "unknown-status", "on": "status", "times": 2}"#, .accepted, sold: 1,
            at: ["runflow"]),
        FaultCase(#"{"fault": "unknown-status", "on": "status"}"#, .unknown, sold: 1),
        FaultCase(#"{"fault": "endless"}"#, .unknown, sold: 1),
        FaultCase(#"{"fault": "spelling"}"#, .accepted, sold: 1, at: ["fal"]),
        FaultCase(
            #"{"fault": "failed", "times": 1}"#, .failed, sold: 1,
            at: ["runflow", "eachlabs", "replicate"]),
        // fal reports that the fault is its own and free of charge: one per session doesn't count.
        FaultCase(
            #"{"fault": "failed", "times": 1, "status": 500, "retryable": true}"#, .accepted,
            sold: 2, at: ["fal"]),
        FaultCase(
            #"{"fault": "failed", "status": 500, "retryable": true}"#, .failed, sold: 2, inAll: 4,
            at: ["fal"]
        ),
        FaultCase(
            #"{"fault": "moderation", "times": 1}"#, .failed, sold: 1,
            at: ["eachlabs", "replicate"]),
        FaultCase(
            #"{"fault": "price", "factor": 3}"#, .accepted, sold: 1, at: ["runflow", "eachlabs"]),
        FaultCase(
            #"{"fault": "foreign-url", "on": "submit"}"#, .accepted, sold: 1,
            at: ["fal", "replicate"]),
        FaultCase(
            #"{"fault": "spelling", "output": "array"}, {"fault": "503", "on": "file", "times": 1}"#,
            .accepted, sold: 1, at: ["replicate"]),
        FaultCase(
            #"{"fault": "502", "on": "result", "times": 2, "gateway": true}"#, .accepted, sold: 1,
            at: ["fal"]),
    ]

    static let more: [FaultCase] = [
        // A refused account doesn't end the run: the next session polls it and downloads the file.
        FaultCase(#"{"fault": "402", "on": "result", "times": 1}"#, .account, sold: 1, at: ["fal"]),
        FaultCase(#"{"fault": "silent"}"#, .failed, sold: 1, at: ["runflow"]),
        FaultCase(
            #"{"fault": "slow", "on": "status", "rate": 4000}"#, .accepted, sold: 1,
            at: ["eachlabs"]),
        FaultCase(
            #"{"fault": "stall", "on": "file", "bytes": 1000, "seconds": 0.3, "times": 1}"#,
            .accepted,
            sold: 1, at: ["fal"]),
    ]

    @Test(arguments: runs)
    func aRunIsFollowedToItsEnd(_ expected: FaultCase) async throws { try await expected.verify() }

    @Test(arguments: more)
    func aFaultOnTheWayDoesNotEndTheRun(_ expected: FaultCase) async throws {
        try await expected.verify()
    }

    @Test func anUnknownStatusIsReportedAndPollingContinues() async throws {
        let stage = try RehearsalStage(
            faults: #"{"fault": "unknown-status", "word": "pondering", "times": 1}"#)
        let notes = Mutex<[String]>([])
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot)) { _ in
        } emit: { event in
            if case .note(let text) = event { notes.withLock { $0.append(text) } }
        }
        #expect(notes.withLock { $0 }.contains { $0.contains("pondering") })
    }

    @Test func aPriceAboveTheQuoteIsReported() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "price", "factor": 3}"#)
        let notes = Mutex<[String]>([])
        let result = try await stage.run(try stage.plan(RehearsalStage.oneShot)) { _ in
        } emit: { event in
            if case .note(let text) = event { notes.withLock { $0.append(text) } }
        }
        #expect(notes.withLock { $0 }.contains { $0.contains("quoted at") })
        #expect(result.report.money.settled > .zero)
    }
}
