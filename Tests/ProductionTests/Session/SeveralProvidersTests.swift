import DailiesAssembly
import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesTestSupport
import DailiesVerification
import Foundation
import Synchronization
import Testing

/// Films whose shots are bought from several models and providers.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SeveralProvidersTests {
    /// One shot that Runflow sells, or else fal.
    static let fallback = """
        {"title": "film", "model": "kling-v3-standard", "provider": ["runflow", "fal"], "shots": [
            {"id": "010", "prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1"}]}
        """

    @Test func aFilmOfThreeModels() async throws {
        let stage = try RehearsalStage()
        let picture = try stage.picture(width: 480, height: 854)
        let plan = try stage.planAsWritten(
            """
            {"title": "film", "film": {"frame_size": "640x360", "fit": "blur"}, "shots": [
              {"id": "010", "model": "kling-v3-standard", "prompt": "A", "duration": 3},
              {"id": "020", "model": "veo-3.1-fast", "provider": "fal", "prompt": "B", "duration": 4},
              {"id": "030", "model": "hailuo-2.3-standard", "provider": "fal", "prompt": "C",
               "start_image_url": "\(picture)"}]}
            """)
        #expect(plan.providers == ["runflow", "fal"])
        #expect(plan.shapeNotes.map(\.run) == ["030"])
        let result = try await stage.run(
            plan, otherProviders: [stage.provider(FalProvider.self)]
        ) { $0.film = .init(plan.film, folder: stage.folder.path) }
        #expect(result.outcomes.compactMap(\.problem) == [])
        let film = try #require(result.report.film)
        let video = try #require(
            try MediaFile(path: stage.production.place(film.file)).measure().video)
        #expect(video.displayWidth == 640 && video.displayHeight == 360)
        // 24 frames a second: 3 s and one frame, 4 s, 6 s of about 24 frames each.
        #expect(film.clips.map { Int(($0.duration.seconds * 24).rounded()) }[0...1] == [73, 96])
        let parts = result.report.shots.flatMap(\.parts)
        #expect(parts.map(\.provider) == ["runflow", "fal", "fal"])
        #expect(parts.flatMap(\.takes).map(\.provider) == ["runflow", "fal", "fal"])
        #expect(Set(parts.map(\.model)).count == 3 && parts.allSatisfy { $0.refusal == nil })
        // The same list again buys nothing and keeps the film; other settings make it again.
        func made(_ change: (inout SessionSettings) -> Void) async throws -> Data {
            _ = try await stage.run(plan, otherProviders: [stage.provider(FalProvider.self)]) {
                $0.film = .init(plan.film, folder: stage.folder.path)
                change(&$0)
            }
            return try Data(contentsOf: URL(fileURLWithPath: stage.production.place(film.file)))
        }
        let first = try Data(contentsOf: URL(fileURLWithPath: stage.production.place(film.file)))
        #expect(try await made { _ in } == first)
        #expect(try await made { $0.film.fit = .pad } != first)
        #expect(try await stage.submissions() == 3)
    }

    /// The preferred provider's answer to a submit, and how the run ends if fal is the other one.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let reply: LoopbackServer.Reply
        let end: FaultEnd

        var testDescription: String { name }
    }

    static let refusals = [
        Refusal(name: "wrong key", reply: .json(#"{"code":"X"}"#, status: 401), end: .accepted),
        Refusal(name: "no credit", reply: .json(#"{"code":"X"}"#, status: 402), end: .accepted),
        Refusal(name: "no model", reply: .json(#"{"code":"X"}"#, status: 404), end: .accepted),
        Refusal(name: "bad field", reply: .json(#"{"code":"X"}"#, status: 422), end: .failed),
        Refusal(name: "server error", reply: .json(#"{"code":"X"}"#, status: 500), end: .unknown),
        Refusal(name: "cut connection", reply: .init(hangsUp: true), end: .unknown),
        Refusal(
            name: "moderation", reply: .json(#"{"code":"CONTENT_MODERATION"}"#, status: 400),
            end: .failed),
    ]

    /// Another provider is tried only where it is certain that nothing was bought before.
    @Test(arguments: refusals) func theNextProviderIsTriedAfterACertainRefusal(
        _ refusal: Refusal
    ) async throws {
        let stage = try RehearsalStage()
        let server = try LoopbackServer { request in
            request.method == "POST" ? refusal.reply : .json("{}", status: 500)
        }
        let plan = try stage.planAsWritten(Self.fallback)
        let runflow = stage.runflow(at: server.baseURL)
        let fal = stage.provider(FalProvider.self)
        let result = try await stage.run(plan, provider: runflow, otherProviders: [fal])
        #expect(result.outcomes.map(\.end) == [refusal.end])
        let isSold = refusal.end == .accepted
        #expect(try await stage.submissions() == (isSold ? 1 : 0))
        let part = try #require(result.report.shots.first?.parts.first)
        #expect(part.provider == "runflow" && part.takes.map(\.provider) == (isSold ? ["fal"] : []))
        #expect((part.refusal?.hasPrefix("runflow: ") ?? false) == isSold)
        #expect(result.report.providers == (isSold ? ["fal"] : ["runflow", "fal"]))
        // Another session goes on where the run was bought, although Runflow sells again.
        guard isSold else { return }
        let forecast = try await PurchaseForecast(of: plan, in: stage.production)
        #expect(forecast.existing == ["010"] && forecast.missing == [])
        #expect(try await EarlierPurchases(of: plan, in: stage.production).names.isEmpty)
        #expect(try await ProductionStatus(of: stage.production).report.tasks == [])
        let again = try await stage.run(
            plan, provider: stage.runflow(), otherProviders: [fal])
        #expect(again.outcomes.map(\.end) == [.accepted])
        #expect(try await stage.submissions() == 1)
        #expect(again.report.shots.first?.parts.first?.takes.map(\.provider) == ["fal"])
    }

    /// A run that may have been bought at the preferred provider is never bought elsewhere.
    @Test func anUnknownSubmitIsNotBoughtElsewhereInALaterSession() async throws {
        let stage = try RehearsalStage()
        let server = try LoopbackServer { request in
            request.method == "POST" ? .init(hangsUp: true) : .json("{}", status: 500)
        }
        let plan = try stage.planAsWritten(Self.fallback)
        let runflow = stage.runflow(at: server.baseURL)
        let fal = stage.provider(FalProvider.self)
        // Nor if the list names the other one first.
        let reordered = try stage.planAsWritten(
            Self.fallback.replacing(#"["runflow", "fal"]"#, with: #"["fal", "runflow"]"#))
        #expect(reordered.providers == ["fal", "runflow"])
        for plan in [plan, plan, reordered] {
            let result = try await stage.run(plan, provider: runflow, otherProviders: [fal]) {
                $0.pace.resubmit.deadline = .milliseconds(100)
            }
            #expect(result.outcomes.map(\.end) == [.unknown])
        }
        #expect(try await stage.submissions() == 0)
        #expect(server.requests.count { $0.method == "POST" } == 1)
    }

    /// The first run waits for a connection; the others know then that there is none.
    @Test func aProviderThatCanNotBeReachedIsWaitedForOnce() async throws {
        let stage = try RehearsalStage()
        let port = try LoopbackServer { _ in .init() }.port
        let runflow = stage.runflow(at: "http://127.0.0.1:\(port)")
        let plan = try stage.planAsWritten(
            Self.fallback.replacing(
                "\"shots\": [",
                with: "\"shots\": [{\"id\": \"005\", \"prompt\": \"b\", \"duration\": 3,"
                    + "\"aspect_ratio\": \"1:1\"},"))
        let notes = Mutex<[String]>([])
        let result = try await stage.run(
            plan, provider: runflow, otherProviders: [stage.provider(FalProvider.self)]
        ) {
            $0.concurrency = 1
            $0.pace.unreachableTimeout = .zero
        } emit: {
            if case .note(let text) = $0 { notes.withLock { $0.append(text) } }
        }
        #expect(result.outcomes.map(\.end) == [.accepted, .accepted])
        #expect(notes.withLock { $0 }.count { $0.contains("fal is tried") } == 2)
        let ledger = try Ledger(path: stage.production.ledger)
        #expect(try await ledger.runs().count { $0.provider == "runflow" } == 1)
    }

    /// Takes of all providers count as takes of the run: together no more are bought than allowed.
    @Test func takesOfAllProvidersCountTogether() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "wrong-shape"}"#)
        let plan = try stage.planAsWritten(Self.fallback)
        let fal = stage.provider(FalProvider.self)
        let first = try await stage.run(plan, otherProviders: [fal]) { $0.maximumTakes = 1 }
        #expect(first.outcomes.map(\.end) == [.failed])
        let server = try LoopbackServer { _ in .json(#"{"code":"X"}"#, status: 401) }
        let second = try await stage.run(
            plan, provider: stage.runflow(at: server.baseURL), otherProviders: [fal]
        ) { $0.maximumTakes = 2 }
        #expect(second.outcomes.map(\.end) == [.failed])
        #expect(try await stage.submissions() == 2)
    }

    /// A take that a person must look at keeps other providers from being asked.
    @Test func aHeldTakeIsNotBoughtElsewhere() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "nsfw"}"#)
        let fal = stage.provider(FalProvider.self)
        let held = try await stage.run(
            try stage.planAsWritten(Self.fallback), otherProviders: [fal])
        #expect(held.outcomes.map(\.end) == [.open])
        let reordered = try stage.planAsWritten(
            Self.fallback.replacing(#"["runflow", "fal"]"#, with: #"["fal", "runflow"]"#))
        let again = try await stage.run(reordered, provider: fal, otherProviders: [stage.runflow()])
        #expect(again.outcomes.map(\.end) == [.open])
        #expect(try await stage.submissions() == 1)
    }

    /// A refusal while a bought run is polled sells nothing elsewhere.
    @Test(arguments: [401, 402, 403]) func aRefusedPollIsNoReasonToBuyElsewhere(
        _ status: Int
    ) async throws {
        let stage = try RehearsalStage()
        let server = try LoopbackServer { request in
            request.method == "POST"
                ? .json(#"{"run_id": "r1", "status": "queued"}"#, status: 202)
                : .json(#"{"code":"NO"}"#, status: status)
        }
        let plan = try stage.planAsWritten(Self.fallback)
        let fal = stage.provider(FalProvider.self)
        for _ in 1...2 {
            let result = try await stage.run(
                plan, provider: stage.runflow(at: server.baseURL), otherProviders: [fal])
            #expect(result.outcomes.map(\.end) == [.account])
            #expect(result.report.shots.first?.parts.first?.refusal == nil)
        }
        #expect(try await stage.submissions() == 0)
        #expect(server.requests.count { $0.method == "POST" } == 1)
    }

    /// A list may be late: before another provider is tried it is read twice.
    @Test func aRefusalIsCheckedTwiceBeforeAnotherProviderIsTried() async throws {
        let stage = try RehearsalStage()
        let reference = Mutex("")
        let searches = Counter()
        let server = try LoopbackServer { request in
            if request.method == "POST" {
                let body = try? JSONValue(parsing: request.body)
                reference.withLock { $0 = body?["client_ref"]?.text ?? "" }
                return .json(#"{"code":"X"}"#, status: 404)
            }
            guard request.path.contains("q=") else {
                return .json(#"{"run_id": "r1", "status": "failed", "error": "no"}"#)
            }
            let known = reference.withLock { $0 }
            return searches.next() == 1
                ? .json(#"{"items": []}"#)
                : .json(#"{"items": [{"id": "r1", "client_ref": "\#(known)"}]}"#)
        }
        let result = try await stage.run(
            try stage.planAsWritten(Self.fallback), provider: stage.runflow(at: server.baseURL),
            otherProviders: [stage.provider(FalProvider.self)])
        #expect(result.outcomes.map(\.end) == [.failed])
        #expect(try await stage.submissions() == 0)
    }

    /// A request that one provider's moderation refused isn't sent to another one.
    @Test func aModeratedRequestIsNotSentElsewhere() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "moderation"}"#)
        let fal = stage.provider(FalProvider.self)
        let first = try await stage.run(
            try stage.planAsWritten(Self.fallback), otherProviders: [fal])
        #expect(first.outcomes.map(\.end) == [.failed])
        let sold = try await stage.submissions()
        let reordered = try stage.planAsWritten(
            Self.fallback.replacing(#"["runflow", "fal"]"#, with: #"["fal", "runflow"]"#))
        let again = try await stage.run(reordered, provider: fal, otherProviders: [stage.runflow()])
        #expect(again.outcomes.map(\.end) == [.failed])
        #expect(try await stage.submissions() == sold)
    }

    /// If nobody sells, the outcome names everybody's reason.
    @Test func everyRefusalIsNamed() async throws {
        let stage = try RehearsalStage()
        let server = try LoopbackServer { _ in .json(#"{"code":"X","detail":"no"}"#, status: 401) }
        let result = try await stage.run(
            try stage.planAsWritten(Self.fallback), provider: stage.runflow(at: server.baseURL),
            otherProviders: [stage.provider(FalProvider.self, at: server.baseURL)])
        let problem = try #require(result.outcomes.first?.problem)
        #expect(problem.contains("runflow: HTTP 401") && problem.contains("fal: HTTP 401"))
    }

    /// One cap holds for all providers, at the price of the one that sells.
    @Test func theCapCountsTheOtherProvidersPrice() async throws {
        let stage = try RehearsalStage()
        let server = try LoopbackServer { _ in .json(#"{"code":"X"}"#, status: 401) }
        let plan = try stage.planAsWritten(Self.fallback)
        let other = try #require(plan.runs[0].alternatives.first)
        #expect(plan.quote.worst == max(plan.runs[0].quote.worst, other.quote.worst))
        let result = try await stage.run(
            plan, provider: stage.runflow(at: server.baseURL),
            otherProviders: [stage.provider(FalProvider.self)]
        ) { $0.caps.production = other.quote.worst - Money(microdollars: 1) }
        #expect(result.outcomes.map(\.end) == [.capReached])
        #expect(try await stage.submissions() == 0)
    }
}
