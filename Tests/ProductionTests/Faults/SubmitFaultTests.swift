import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Testing

/// Each fault of a submit; the tests count the runs that the provider sold.
@Suite(.serialized, .timeLimit(.minutes(8))) struct SubmitFaultTests {
    private static let klings = ["kling", "kling-v1"]

    static let submits: [FaultCase] = [
        FaultCase(
            #"{"fault": "401", "on": "submit", "times": 1}"#, .account, sold: 0, inAll: 1,
            at: FaultCase.everyHost),
        FaultCase(
            #"{"fault": "402", "on": "submit", "times": 1}"#, .account, sold: 0, inAll: 1,
            at: ["runflow", "replicate"]),
        FaultCase(
            #"{"fault": "403", "on": "submit", "times": 1}"#, .account, sold: 0, inAll: 1,
            at: ["fal"]),
        // The model may be there again in the next session.
        FaultCase(
            #"{"fault": "404", "on": "submit", "times": 1}"#, .unavailable, sold: 0, inAll: 1,
            at: FaultCase.everyHost),
        FaultCase(
            #"{"fault": "422", "on": "submit", "times": 1}"#, .failed, sold: 0,
            at: FaultCase.everyHost),
        FaultCase(
            #"{"fault": "422", "on": "submit", "times": 1, "shape": "text"}"#, .failed, sold: 0),
        FaultCase(
            #"{"fault": "422", "on": "submit", "times": 1, "shape": "pydantic"}"#, .failed, sold: 0),
        FaultCase(
            #"{"fault": "429", "on": "submit", "times": 2}"#, .accepted, sold: 1, at: ["eachlabs"]),
        FaultCase(
            #"{"fault": "429", "on": "submit", "times": 1, "retry-after": 1}"#, .accepted, sold: 1,
            at: ["runflow"]),
        FaultCase(
            #"{"fault": "refuse", "on": "upload", "seconds": 0.2, "times": 1}"#, .accepted, sold: 1,
            at: ["fal"]),
        FaultCase(
            #"{"fault": "429", "on": "submit", "times": 2}"#, .accepted, sold: 1,
            at: ["replicate"]),
        // Whether a run was sold is unknown. A provider with a list shows it; without a list, nothing is
        // sent again.
        FaultCase(#"{"fault": "500", "on": "submit", "times": 1}"#, .unknown, sold: 0, at: ["fal"]),
        FaultCase(
            #"{"fault": "502", "on": "submit", "times": 1, "gateway": true}"#, .unknown, sold: 0,
            at: ["fal"]),
        FaultCase(#"{"fault": "503", "on": "submit", "times": 1}"#, .unknown, sold: 0, at: ["fal"]),
        FaultCase(#"{"fault": "504", "on": "submit", "times": 1}"#, .unknown, sold: 0, at: ["fal"]),
        FaultCase(
            #"{"fault": "500", "on": "submit", "times": 1}"#, .accepted, sold: 1,
            at: ["runflow", "eachlabs", "replicate"]),
        FaultCase(
            #"{"fault": "lost-answer", "on": "submit", "times": 1}"#, .unknown, sold: 1, at: ["fal"]
        ),
        FaultCase(
            #"{"fault": "lost-answer", "on": "submit", "times": 1}"#, .accepted, sold: 1,
            at: ["runflow", "eachlabs", "replicate"]),
        // A paid request is never sent on a reused connection.
        FaultCase(
            #"{"fault": "lost-answer", "on": "submit", "reused": true}"#, .accepted, sold: 1,
            at: ["eachlabs"]),
        FaultCase(
            #"{"fault": "reset", "on": "submit", "times": 1}"#, .unknown, sold: 0, at: ["fal"]),
        FaultCase(
            #"{"fault": "reset", "on": "submit", "times": 1}"#, .accepted, sold: 1,
            at: ["runflow", "eachlabs", "replicate"]),
        FaultCase(
            #"{"fault": "reset-body", "on": "submit", "times": 1}"#, .unknown, sold: 1, at: ["fal"]),
        FaultCase(
            #"{"fault": "short-body", "on": "submit", "times": 1}"#, .accepted, sold: 1,
            at: ["runflow", "eachlabs", "replicate"]),
        FaultCase(
            #"{"fault": "redirect", "on": "submit", "times": 1}"#, .unknown, sold: 0, at: ["fal"]),
        // Kling's 429 stands for failures that pass and for others that don't.
        FaultCase(
            #"{"fault": "429", "on": "submit", "times": 1}"#, .accepted, sold: 1, at: klings),
        FaultCase(
            #"{"fault": "429", "on": "submit", "times": 1, "type": 1303}"#, .accepted, sold: 1,
            at: klings),
        FaultCase(
            #"{"fault": "429", "on": "submit", "times": 1, "type": 1102}"#, .account, sold: 0,
            inAll: 1, at: klings),
        FaultCase(
            #"{"fault": "422", "on": "submit", "times": 1}"#, .failed, sold: 0, at: klings),
        FaultCase(
            #"{"fault": "500", "on": "submit", "times": 1}"#, .accepted, sold: 1, at: klings),
        FaultCase(
            #"{"fault": "lost-answer", "on": "submit", "times": 1}"#, .accepted, sold: 1,
            at: klings),
        FaultCase(
            #"{"fault": "short-body", "on": "submit", "times": 1}"#, .accepted, sold: 1,
            at: klings),
    ]

    @Test(arguments: submits)
    func noSubmitFaultSellsARunTwice(_ expected: FaultCase) async throws {
        try await expected.verify()
    }

    /// The first run uses up the account's credit or concurrency limit until it ends.
    @Test(arguments: ["402", "429"])
    func capacityOfRunsUnderWayIsWaitedFor(_ fault: String) async throws {
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

    @Test func theCapHoldsForRepeatedSubmits() async throws {
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
            $0.caps.production = worst + worst
            $0.pace.resubmit = Backoff(
                base: .milliseconds(100), maximum: .milliseconds(300), deadline: .seconds(120))
        }
        #expect(try await stage.submissions() == 2)
        #expect(result.report.money.reserved + result.report.money.settled <= worst + worst)
        #expect(result.outcomes.contains { $0.end == .capReached })
    }

    /// The refusal for lack of credit arrives before the acceptance of the run that used the credit.
    @Test func capacityOfAnUnansweredSubmitIsWaitedFor() async throws {
        let stage = try RehearsalStage(
            EachlabsProvider.self,
            faults: """
                {"fault": "stall", "on": "submit", "bytes": 0, "seconds": 1, "times": 1},
                {"fault": "402", "on": "submit", "after": 1, "times": 1}
                """)
        let result = try await stage.run(try stage.plan(RehearsalStage.twoShots))
        #expect(result.outcomes.compactMap(\.problem) == [])
        #expect(try await stage.submissions() == 2)
    }

    /// Its acceptance was never received, but it uses the credit.
    @Test func capacityOfALostSubmitIsWaitedFor() async throws {
        let stage = try RehearsalStage(
            EachlabsProvider.self,
            faults: """
                {"fault": "lost-answer", "on": "submit", "times": 1},
                {"fault": "402", "on": "submit", "after": 1, "times": 1}
                """,
            extraFeatures: RehearsalStage.findsLostSubmits)
        let result = try await stage.run(try stage.plan(RehearsalStage.twoShots))
        #expect(result.outcomes.compactMap(\.problem) == [])
        #expect(try await stage.submissions() == 2)
    }

    /// A run that isn't followed any more, since its shot was changed, uses the credit.
    @Test(arguments: [(Duration.seconds(120), FaultEnd.accepted), (.zero, .account)])
    func capacityOfAnUnfollowedRunIsWaitedForUpToTheTimeout(
        _ patience: Duration, _ end: FaultEnd
    ) async throws {
        let stage = try RehearsalStage(
            EachlabsProvider.self,
            faults: """
                {"fault": "endless", "times": 1},
                {"fault": "402", "on": "submit", "after": 1, "times": 1}
                """)
        let first = try await stage.run(try stage.plan(RehearsalStage.oneShot)) {
            $0.pace.poll.deadline = .milliseconds(300)
        }
        #expect(first.outcomes[0].end == .unknown)
        let changed = RehearsalStage.oneShot.replacing("kite", with: "balloon")
        let result = try await stage.run(try stage.plan(changed)) {
            $0.pace.capacityTimeout = patience
            // Long enough for the new run on a loaded machine; the endless one takes all of it.
            $0.pace.poll.deadline = .seconds(12)
        }
        #expect(result.outcomes[0].end == end)
        #expect(result.leftovers.map(\.end) == [.unknown])
        #expect(try await stage.submissions() == (end == .accepted ? 2 : 1))
    }

    /// Two runs without credit wait for each other's answer only once.
    @Test func anEmptyAccountEndsTheSession() async throws {
        let stage = try RehearsalStage(
            EachlabsProvider.self, faults: #"{"fault": "402", "on": "submit"}"#)
        let result = try await stage.run(try stage.plan(RehearsalStage.twoShots))
        #expect(result.outcomes.map(\.end) == [.account, .account])
        #expect(try await stage.submissions() == 0)
        #expect(result.report.money.reserved == .zero)
    }

    /// Two shots that differ only in their pictures; only one submit arrived.
    @Test func aLostSubmitNeverAdoptsAnotherShotsRun() async throws {
        let stage = try RehearsalStage(
            EachlabsProvider.self, faults: #"{"fault": "reset", "on": "submit", "times": 1}"#,
            extraFeatures: Set(ExtraFeature.allCases))
        let (one, two) = (try stage.picture("one.jpg"), try stage.picture("two.jpg", width: 481))
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
             {"id": "010", "prompt": "a kite", "duration": 3, "start_image_url": "\(one)"},
             {"id": "020", "prompt": "a kite", "duration": 3, "start_image_url": "\(two)"}]}
            """
        let plan = try stage.plan(list)
        try stage.production.create()
        let ledger = try Ledger(path: stage.production.ledger)
        // As after a kill: both intents are written, one arrived, and no answer was received.
        for run in plan.runs {
            let intent = try await ledger.intend(run, instance: stage.provider.instance).get()
            _ = try? await stage.provider.submit(
                GenerationRequest(
                    endpoint: run.endpoint,
                    input: run.request.mapMedia { _ in
                        RequestMedia("https://a.example/k.jpg")
                    }.json,
                    clientReference: intent.clientReference, metadata: [:]))
        }
        #expect(try await stage.submissions() == 1)
        let result = try await stage.run(plan)
        for outcome in result.outcomes { #expect(outcome.end == .unknown, "\(outcome)") }
        #expect(try await stage.submissions() == 1)
    }

    /// Runflow's list works, but the lost run can't be found in it: the submit had to go without our
    /// reference.
    @Test func aLostSubmitWithoutOurReferenceIsNeverSentAgain() async throws {
        let stage = try RehearsalStage(
            faults: #"{"fault": "lost-answer", "on": "submit", "after": 2, "times": 1}"#,
            extraFeatures: [.lists])
        let plan = try stage.plan(RehearsalStage.twoShots)
        let first = try await stage.run(plan) { $0.concurrency = 1 }
        // The first request is refused because of the reference, the second buys, the third is lost.
        #expect(first.outcomes.map(\.end) == [.accepted, .unknown])
        #expect(try await stage.submissions() == 2)
        for _ in 0..<2 {
            let again = try await stage.run(plan)
            #expect(again.outcomes.map(\.end) == [.accepted, .unknown])
            #expect(again.outcomes[1].problem?.contains("without our reference") == true)
        }
        #expect(try await stage.submissions() == 2)
    }

    /// Nothing is uploaded, and no turn is waited for, if the cap allows no purchase.
    @Test func theCapIsAskedBeforeAnythingIsUploaded() async throws {
        let stage = try RehearsalStage(extraFeatures: [.uploads])
        let name = try stage.picture()
        let plan = try stage.plan(
            """
            {"title": "film", "model": "kling-v3-standard", "shots": [
             {"id": "010", "prompt": "a kite", "duration": 3, "start_image_url": "\(name)"}]}
            """)
        let result = try await stage.run(plan) { $0.caps.production = .zero }
        #expect(result.outcomes.map(\.end) == [.capReached])
        let log = try await stage.client.send(
            HTTPRequest(.get, stage.standIn.baseURL + "/_stand-in/requests"))
        let requests = try #require(try JSONValue(parsing: log.body)["requests"]?.elements)
        #expect(requests.isEmpty)
    }

    /// A provider that answers with the same id twice: no session waits for ever, and the second
    /// submit stays unknown.
    @Test(.timeLimit(.minutes(1))) func anIDIsRecordedForOneRunOnly() async throws {
        let stage = try RehearsalStage()
        let server = try LoopbackServer { request in
            request.method == "POST"
                ? .json(#"{"id": "same"}"#, status: 201)
                : .json(#"{"id": "same", "status_code": "failed"}"#)
        }
        let result = try await stage.run(
            try stage.plan(RehearsalStage.twoShots), provider: stage.runflow(at: server.baseURL))
        #expect(Set(result.outcomes.map(\.end)) == [.failed, .unknown])
        let problem = result.outcomes.compactMap(\.problem).joined()
        #expect(problem.contains("which is that of"), "\(problem)")
    }

    /// A provider that repeats an id, in its answer or in its list, which has our reference under it:
    /// the second request is never sent again, in no session.
    @Test(
        .timeLimit(.minutes(1)), arguments: [(true, true), (true, false), (false, true)])
    func aRepeatedIDIsNeverBoughtAgain(_ isAnswered: Bool, _ isListed: Bool) async throws {
        let stage = try RehearsalStage()
        let posted = Counter()
        let server = try LoopbackServer { request in
            if request.method == "POST" {
                return posted.next() == 1 || isAnswered
                    ? .json(#"{"id": "same"}"#, status: 201)
                    : .json(#"{"code": "GATEWAY_TIMEOUT", "message": "late"}"#, status: 504)
            }
            guard request.path.hasPrefix("/v1/runs?") else {
                return .json(#"{"id": "same", "status_code": "failed"}"#)
            }
            let text = request.path.removingPercentEncoding ?? ""
            let reference = text.split(separator: "'").dropFirst().first.map(String.init) ?? ""
            return .json(
                isListed
                    ? #"{"data": [{"id": "same", "client_ref": "\#(reference)", "status_code": "queued"}]}"#
                    : #"{"data": []}"#)
        }
        let plan = try stage.plan(RehearsalStage.twoShots)
        for _ in 0..<3 {
            let result = try await stage.run(plan, provider: stage.runflow(at: server.baseURL))
            #expect(result.outcomes.map(\.end).contains(.unknown))
        }
        #expect(posted.value == 2)
    }

    /// A gateway sends the request twice and refuses it: the list shows two runs, and nothing is sent
    /// before a person has looked.
    @Test func aRequestThatAGatewayDoubledStaysUnknown() async throws {
        let stage = try RehearsalStage(extraFeatures: RehearsalStage.findsLostSubmits)
        let (target, client) = (stage.standIn.baseURL, stage.client)
        let server = try LoopbackServer { request in
            let reply = Forwarding.reply(to: request, from: target, client)
            guard request.method == "POST" else { return reply }
            _ = Forwarding.reply(to: request, from: target, client)
            return .json(#"{"code": "CONFLICT", "message": "twice"}"#, status: 409)
        }
        let plan = try stage.plan(RehearsalStage.oneShot)
        for _ in 0..<2 {
            let result = try await stage.run(plan, provider: stage.runflow(at: server.baseURL))
            #expect(result.outcomes.map(\.end) == [.unknown], "\(result.outcomes)")
            #expect(result.outcomes[0].problem?.contains("several runs match") == true)
        }
        #expect(try await stage.submissions() == 2)
    }

    /// The time for submitting ends a wait before a submit.
    @Test(.timeLimit(.minutes(1))) func theDeadlineForSubmitsEndsAWait() async throws {
        let stage = try RehearsalStage(
            faults: #"{"fault": "429", "on": "submit", "times": 1, "retry-after": 3000}"#)
        let result = try await stage.run(try stage.plan(RehearsalStage.oneShot)) {
            $0.pace.resubmit.deadline = .seconds(7200)
            $0.submitDeadline = SubmitDeadline(.now + .seconds(3), source: "06:00 (a test)")
        }
        #expect(result.outcomes.map(\.end) == [.open])
        #expect(
            result.outcomes[0].problem
                == "not submitted: the time for submitting was over at 06:00 (a test); to submit at any "
                + "time, add --stop-submitting-at never")
        #expect(try await stage.submissions() == 0)
    }

    /// A gateway refuses after the server behind it has accepted the request: the list shows the run.
    @Test(arguments: [
        (400, #"{"message": "bad"}"#), (403, "<html>"), (409, "{}"), (425, "{}"),
        (429, "<html>slow down</html>"), (403, #"{"error": {"code": "waf"}}"#),
    ])
    func aRefusalAfterAcceptanceIsLookedUp(_ status: Int, _ body: String) async throws {
        let stage = try RehearsalStage(extraFeatures: RehearsalStage.findsLostSubmits)
        let (target, client) = (stage.standIn.baseURL, stage.client)
        let refused = Counter()
        let server = try LoopbackServer { request in
            let reply = Forwarding.reply(to: request, from: target, client)
            return request.method == "POST" && refused.next() == 1
                ? .json(body, status: status) : reply
        }
        let result = try await stage.run(
            try stage.plan(RehearsalStage.oneShot), provider: stage.runflow(at: server.baseURL))
        #expect(result.outcomes.map(\.end) == [.accepted], "\(result.outcomes)")
        #expect(try await stage.submissions() == 1)
    }

    @Test func aModeratedRequestIsNeverSentAgainByAnyShot() async throws {
        let stage = try RehearsalStage(FalProvider.self, faults: #"{"fault": "moderation"}"#)
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot)) { $0.maximumTakes = 5 }
        #expect(try await stage.submissions() == 1)
        let other = RehearsalStage.oneShot.replacing("\"010\"", with: "\"020\"")
        let result = try await stage.run(try stage.plan(other)) { $0.maximumTakes = 5 }
        #expect(result.outcomes[0].problem?.contains("isn't sent again") == true)
        #expect(try await stage.submissions() == 1)
        // A changed prompt is another request.
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
