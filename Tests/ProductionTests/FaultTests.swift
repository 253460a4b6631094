import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// Every fault one by one against a whole session, counting what the provider was made to sell.
@Suite(.serialized, .timeLimit(.minutes(8))) struct FaultTests {
    /// What a fault must come to.
    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        let hosts: [String]
        let end: End
        /// Runs that the provider sold in the first session.
        let sold: Int
        /// Runs that it sold in all, after a second session without faults of its own.
        let soldInAll: Int

        init(
            _ fault: String, _ end: End, sold: Int, inAll: Int? = nil,
            at hosts: [String] = ["runflow", "fal", "eachlabs"]
        ) {
            self.fault = fault
            self.hosts = hosts
            self.end = end
            self.sold = sold
            soldInAll = inAll ?? sold
        }

        var testDescription: String { "\(fault) \(hosts)" }
    }

    /// How a run may end, without its words.
    enum End: Sendable {
        case accepted, failed, open, unknown, account
    }

    static let submits: [Case] = [
        Case(#"{"fault": "401", "on": "submit", "times": 1}"#, .account, sold: 0, inAll: 1),
        Case(
            #"{"fault": "402", "on": "submit", "times": 1}"#, .account, sold: 0, inAll: 1,
            at: ["runflow"]),
        Case(
            #"{"fault": "403", "on": "submit", "times": 1}"#, .account, sold: 0, inAll: 1,
            at: ["fal"]),
        Case(#"{"fault": "404", "on": "submit", "times": 1}"#, .failed, sold: 0),
        Case(#"{"fault": "422", "on": "submit", "times": 1}"#, .failed, sold: 0),
        Case(#"{"fault": "422", "on": "submit", "times": 1, "shape": "text"}"#, .failed, sold: 0),
        Case(
            #"{"fault": "422", "on": "submit", "times": 1, "shape": "pydantic"}"#, .failed, sold: 0),
        Case(
            #"{"fault": "429", "on": "submit", "times": 2}"#, .accepted, sold: 1, at: ["eachlabs"]),
        Case(
            #"{"fault": "429", "on": "submit", "times": 1, "retry-after": 1}"#, .accepted, sold: 1,
            at: ["runflow"]),
        Case(
            #"{"fault": "refuse", "on": "upload", "seconds": 0.2, "times": 1}"#, .accepted, sold: 1,
            at: ["fal"]),
        // Whether it was sold isn't known. Where the provider keeps a list, the list tells; where
        // it doesn't, nothing is ever sent again.
        Case(#"{"fault": "500", "on": "submit", "times": 1}"#, .unknown, sold: 0, at: ["fal"]),
        Case(
            #"{"fault": "502", "on": "submit", "times": 1, "gateway": true}"#, .unknown, sold: 0,
            at: ["fal"]),
        Case(#"{"fault": "503", "on": "submit", "times": 1}"#, .unknown, sold: 0, at: ["fal"]),
        Case(#"{"fault": "504", "on": "submit", "times": 1}"#, .unknown, sold: 0, at: ["fal"]),
        Case(
            #"{"fault": "500", "on": "submit", "times": 1}"#, .accepted, sold: 1,
            at: ["runflow", "eachlabs"]),
        Case(
            #"{"fault": "lost-answer", "on": "submit", "times": 1}"#, .unknown, sold: 1, at: ["fal"]
        ),
        Case(
            #"{"fault": "lost-answer", "on": "submit", "times": 1}"#, .accepted, sold: 1,
            at: ["runflow", "eachlabs"]),
        // A paid request never leaves on a connection that was used before.
        Case(
            #"{"fault": "lost-answer", "on": "submit", "reused": true}"#, .accepted, sold: 1,
            at: ["eachlabs"]),
        Case(#"{"fault": "reset", "on": "submit", "times": 1}"#, .unknown, sold: 0, at: ["fal"]),
        Case(
            #"{"fault": "reset", "on": "submit", "times": 1}"#, .accepted, sold: 1,
            at: ["runflow", "eachlabs"]),
        Case(
            #"{"fault": "reset-body", "on": "submit", "times": 1}"#, .unknown, sold: 1, at: ["fal"]),
        Case(
            #"{"fault": "short-body", "on": "submit", "times": 1}"#, .accepted, sold: 1,
            at: ["runflow", "eachlabs"]),
        Case(#"{"fault": "redirect", "on": "submit", "times": 1}"#, .unknown, sold: 0, at: ["fal"]),
    ]

    static let runs: [Case] = [
        Case(#"{"fault": "404", "on": "status", "times": 2}"#, .accepted, sold: 1, at: ["runflow"]),
        Case(#"{"fault": "429", "on": "status", "times": 1}"#, .accepted, sold: 1, at: ["fal"]),
        Case(
            #"{"fault": "500", "on": "status", "times": 1}"#, .accepted, sold: 1, at: ["eachlabs"]),
        Case(
            #"{"fault": "502", "on": "status", "times": 1, "gateway": true}"#, .accepted, sold: 1,
            at: ["runflow"]),
        Case(#"{"fault": "reset", "on": "status", "times": 1}"#, .accepted, sold: 1, at: ["fal"]),
        Case(#"{"fault": "401", "on": "status", "times": 1}"#, .account, sold: 1, at: ["eachlabs"]),
        Case(
            #"{"fault": "unknown-status", "on": "status", "times": 2}"#, .accepted, sold: 1,
            at: ["runflow"]),
        Case(#"{"fault": "unknown-status", "on": "status"}"#, .unknown, sold: 1),
        Case(#"{"fault": "endless"}"#, .unknown, sold: 1),
        Case(#"{"fault": "spelling"}"#, .accepted, sold: 1, at: ["fal"]),
        Case(#"{"fault": "failed", "times": 1}"#, .failed, sold: 1, at: ["runflow", "eachlabs"]),
        // fal says that the fault is its own and costs nothing: it is forgiven once.
        Case(
            #"{"fault": "failed", "times": 1, "status": 500, "retryable": true}"#, .accepted,
            sold: 2, at: ["fal"]),
        Case(
            #"{"fault": "failed", "status": 500, "retryable": true}"#, .failed, sold: 2, at: ["fal"]
        ),
        Case(#"{"fault": "moderation", "times": 1}"#, .failed, sold: 1, at: ["eachlabs"]),
        Case(#"{"fault": "price", "factor": 3}"#, .accepted, sold: 1, at: ["runflow", "eachlabs"]),
        Case(#"{"fault": "foreign-url", "on": "submit"}"#, .accepted, sold: 1, at: ["fal"]),
        Case(
            #"{"fault": "502", "on": "result", "times": 2, "gateway": true}"#, .accepted, sold: 1,
            at: ["fal"]),
    ]

    static let more: [Case] = [
        // The account's trouble is no outcome of the run: it is asked for again, and fetched.
        Case(#"{"fault": "402", "on": "result", "times": 1}"#, .account, sold: 1, at: ["fal"]),
        Case(#"{"fault": "silent"}"#, .failed, sold: 1, at: ["runflow"]),
        Case(
            #"{"fault": "slow", "on": "status", "rate": 4000}"#, .accepted, sold: 1,
            at: ["eachlabs"]),
        Case(
            #"{"fault": "stall", "on": "file", "bytes": 1000, "seconds": 0.3, "times": 1}"#,
            .accepted,
            sold: 1, at: ["fal"]),
    ]

    static let files: [Case] = [
        Case(
            #"{"fault": "expired", "on": "file", "times": 1}"#, .accepted, sold: 1, at: ["runflow"]),
        Case(
            #"{"fault": "short-body", "on": "file", "times": 1}"#, .accepted, sold: 1,
            at: ["runflow"]),
        Case(
            #"{"fault": "reset-body", "on": "file", "times": 2}"#, .accepted, sold: 1,
            at: ["runflow"]),
        Case(#"{"fault": "503", "on": "file", "times": 2}"#, .accepted, sold: 1, at: ["runflow"]),
        Case(#"{"fault": "html", "on": "file", "times": 1}"#, .accepted, sold: 1, at: ["runflow"]),
        Case(
            #"{"fault": "reset-body", "on": "file", "times": 1}, {"fault": "etag", "on": "file"}"#,
            .accepted, sold: 1, at: ["runflow"]),
        Case(
            #"{"fault": "wrong-length", "on": "result", "times": 1}"#, .open, sold: 1, at: ["fal"]),
        Case(#"{"fault": "closed-port", "times": 1}"#, .open, sold: 1, at: ["fal"]),
        Case(#"{"fault": "foreign-url", "on": "result", "times": 1}"#, .open, sold: 1, at: ["fal"]),
        Case(#"{"fault": "redirect", "on": "file", "times": 1}"#, .open, sold: 1, at: ["runflow"]),
    ]

    static let material: [Case] = [
        Case(#"{"fault": "short"}"#, .failed, sold: 1, at: ["runflow"]),
        Case(#"{"fault": "mute"}"#, .failed, sold: 1, at: ["fal"]),
        Case(#"{"fault": "wrong-shape"}"#, .failed, sold: 1, at: ["eachlabs"]),
        Case(#"{"fault": "wrong-rate"}"#, .failed, sold: 1, at: ["runflow"]),
        Case(#"{"fault": "black"}"#, .failed, sold: 1, at: ["fal"]),
        Case(#"{"fault": "frozen"}"#, .failed, sold: 1, at: ["eachlabs"]),
        Case(#"{"fault": "truncated"}"#, .open, sold: 1, at: ["runflow"]),
        Case(#"{"fault": "corrupt"}"#, .open, sold: 1, at: ["fal"]),
    ]

    @Test(arguments: submits)
    func nothingIsSoldTwiceWhateverBecomesOfASubmit(_ expected: Case) async throws {
        try await see(expected)
    }

    @Test(arguments: runs)
    func aRunIsFollowedToItsEnd(_ expected: Case) async throws { try await see(expected) }

    @Test(arguments: more)
    func troubleOnTheWayIsNoEnd(_ expected: Case) async throws { try await see(expected) }

    @Test(arguments: files)
    func aFileIsFetchedAgainAndNeverBoughtAgain(_ expected: Case) async throws {
        try await see(expected)
    }

    @Test(arguments: material)
    func wrongMaterialIsNotAccepted(_ expected: Case) async throws { try await see(expected) }

    private func see(_ expected: Case) async throws {
        for name in expected.hosts {
            let host = try #require(ProviderRegistry.named(name))
            let stage = try RehearsalStage(host, faults: expected.fault)
            let plan = try stage.plan(try ListKind.picture.list(stage))
            let impatient: @Sendable (inout SessionSettings) -> Void = {
                $0.pace.resubmit = Backoff(
                    base: .milliseconds(100), maximum: .milliseconds(300), deadline: .seconds(120))
                $0.pace.poll.deadline = expected.end == .unknown ? .seconds(1) : .seconds(120)
                $0.pace.poll.maximum = .milliseconds(200)
            }
            let result = try await stage.run(plan, impatient)
            #expect(end(result.outcomes[0]) == expected.end, "\(name): \(result.outcomes[0])")
            #expect(try await stage.submissions() == expected.sold, "\(name)")
            let hasStruck = try await stage.count("faultsInjected") > 0
            #expect(hasStruck != expected.fault.contains("reused"), "\(name)")
            // What was accepted is there; that it is found again is seen elsewhere.
            guard expected.end != .accepted else { continue }
            let again = try await stage.run(plan, impatient)
            #expect(
                try await stage.submissions() == expected.soldInAll,
                "\(name), again: \(again.outcomes[0])")
        }
    }

    private func end(_ outcome: RunOutcome) -> End {
        switch outcome {
        case .accepted: .accepted
        case .failed: .failed
        case .open: .open
        case .unknown: .unknown
        case .capReached, .accountRefused: .account
        }
    }

    @Test func aProvidersOwnWordIsToldAndAskedOn() async throws {
        let stage = try RehearsalStage(
            faults: #"{"fault": "unknown-status", "word": "pondering", "times": 1}"#)
        let notes = Mutex<[String]>([])
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot)) { _ in
        } emit: { event in
            if case .note(let text) = event { notes.withLock { $0.append(text) } }
        }
        #expect(notes.withLock { $0 }.contains { $0.contains("pondering") })
    }

    @Test func soundThatNobodyAskedForIsNotAccepted() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "unwanted-sound"}"#)
        let list = RehearsalStage.oneShot.replacing(
            "\"duration\": 3", with: "\"duration\": 3, \"generate_audio\": false")
        let result = try await stage.run(try stage.plan(list))
        #expect(end(result.outcomes[0]) == .failed)
        #expect(try await stage.submissions() == 1)
    }

    /// The account's money or places are taken by the run before, and free again when it ends.
    @Test(arguments: ["402", "429"])
    func whatIsBoundByRunsUnderWayIsWaitedFor(_ fault: String) async throws {
        let stage = try RehearsalStage(
            EachlabsProvider.self,
            faults: "{\"fault\": \"\(fault)\", \"on\": \"submit\", \"after\": 1, \"times\": 1}")
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
             {"prompt": "a kite", "duration": 3, "aspect_ratio": "1:1"},
             {"prompt": "a sea", "duration": 3, "aspect_ratio": "1:1"}]}
            """
        let result = try await stage.run(try stage.plan(list)) {
            $0.concurrency = 2
            $0.createsPerMinute = 600
        }
        #expect(result.outcomes.compactMap(\.problem) == [])
        #expect(try await stage.submissions() == 2)
    }

    @Test func theCapHoldsForWhatIsSubmittedAgain() async throws {
        let stage = try RehearsalStage(
            FalProvider.self,
            faults: #"{"fault": "429", "on": "submit", "times": 1, "retry-after": 5}"#)
        let three = (1...3).map {
            "{\"prompt\": \"kite \($0)\", \"duration\": 3, \"aspect_ratio\": \"1:1\"}"
        }
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [\(three.joined(separator: ","))]}
            """
        let plan = try stage.plan(list)
        let worst = plan.runs[0].quote.worst
        let result = try await stage.run(plan) {
            $0.concurrency = 2
            $0.cap = worst + worst
            $0.pace.resubmit = Backoff(
                base: .milliseconds(100), maximum: .milliseconds(300), deadline: .seconds(120))
        }
        #expect(try await stage.submissions() == 2)
        #expect(result.report.money.reserved + result.report.money.settled <= worst + worst)
        #expect(result.outcomes.contains(.capReached))
    }

    /// Two shots that differ in their pictures alone, and only one of them ever arrived.
    @Test func aLostSubmitNeverTakesAnotherShotsRun() async throws {
        let stage = try RehearsalStage(
            EachlabsProvider.self, faults: #"{"fault": "reset", "on": "submit", "times": 1}"#)
        let (one, two) = (try stage.picture("one.jpg"), try stage.picture("two.jpg", width: 481))
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
             {"id": "010", "prompt": "a kite", "duration": 3, "start_image_url": "\(one)"},
             {"id": "020", "prompt": "a kite", "duration": 3, "start_image_url": "\(two)"}]}
            """
        let plan = try stage.plan(list)
        try stage.production.create()
        let ledger = try Ledger(path: stage.production.ledger)
        // As after a kill: both intents are written, one arrived, and no answer was seen.
        for run in plan.runs {
            let intent = try #require(
                try await ledger.intend(run, instance: stage.provider.instance))
            _ = try? await stage.provider.submit(
                GenerationRequest(
                    endpoint: run.endpoint,
                    input: RequestMedia.without(run.request).merging(
                        "start_image_url", "https://a.example/k.jpg"),
                    clientReference: intent.clientReference, metadata: [:]))
        }
        #expect(try await stage.submissions() == 1)
        let result = try await stage.run(plan)
        for outcome in result.outcomes { #expect(end(outcome) == .unknown, "\(outcome)") }
        #expect(try await stage.submissions() == 1)
    }

    @Test func aPriceBeyondTheQuoteIsTold() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "price", "factor": 3}"#)
        let notes = Mutex<[String]>([])
        let result = try await stage.run(try stage.plan(RehearsalStage.oneShot)) { _ in
        } emit: { event in
            if case .note(let text) = event { notes.withLock { $0.append(text) } }
        }
        #expect(notes.withLock { $0 }.contains { $0.contains("quoted at") })
        #expect(result.report.money.settled > .zero)
    }

    @Test func whatWasRefusedForItsContentIsNeverSentAgainByAnyShot() async throws {
        let stage = try RehearsalStage(FalProvider.self, faults: #"{"fault": "moderation"}"#)
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot)) { $0.maximumTakes = 5 }
        #expect(try await stage.submissions() == 1)
        let other = RehearsalStage.oneShot.replacing("\"010\"", with: "\"020\"")
        let result = try await stage.run(try stage.plan(other)) { $0.maximumTakes = 5 }
        #expect(result.outcomes[0].problem?.contains("isn't sent again") == true)
        #expect(try await stage.submissions() == 1)
        // Changed, it is another request.
        let changed = RehearsalStage.oneShot.replacing("kite", with: "balloon")
        _ = try await stage.run(try stage.plan(changed))
        #expect(try await stage.submissions() == 2)
    }
}

extension JSONValue {
    fileprivate func merging(_ name: String, _ text: String) -> JSONValue {
        .object((members ?? [:]).merging([name: .string(text)]) { $1 })
    }
}
