import DailiesGeneration
import DailiesHTTP
import DailiesProduction
import DailiesReporting
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Testing

/// Each fault of a file or its download; the tests count the runs that were sold.
@Suite(.serialized, .timeLimit(.minutes(8))) struct FileFaultTests {
    static let files: [FaultCase] = [
        FaultCase(
            #"{"fault": "expired", "on": "file", "times": 1}"#, .accepted, sold: 1, at: ["runflow"]),
        FaultCase(
            #"{"fault": "short-body", "on": "file", "times": 1}"#, .accepted, sold: 1,
            at: ["runflow"]),
        FaultCase(
            #"{"fault": "reset-body", "on": "file", "times": 2}"#, .accepted, sold: 1,
            at: ["runflow"]),
        FaultCase(
            #"{"fault": "503", "on": "file", "times": 2}"#, .accepted, sold: 1, at: ["runflow"]),
        FaultCase(
            #"{"fault": "html", "on": "file", "times": 1}"#, .accepted, sold: 1, at: ["runflow"]),
        FaultCase(
            #"{"fault": "reset-body", "on": "file", "times": 1}, {"fault": "etag", "on": "file"}"#,
            .accepted, sold: 1, at: ["runflow"]),
        FaultCase(
            #"{"fault": "wrong-length", "on": "result"}"#, .accepted, sold: 1, at: ["fal"]),
        FaultCase(#"{"fault": "closed-port", "times": 1}"#, .open, sold: 1, at: ["fal"]),
        FaultCase(
            #"{"fault": "foreign-url", "on": "result", "times": 1}"#, .open, sold: 1, at: ["fal"]),
        FaultCase(
            #"{"fault": "redirect", "on": "file", "times": 1}"#, .open, sold: 1, at: ["runflow"]),
    ]

    static let material: [FaultCase] = [
        FaultCase(#"{"fault": "short"}"#, .failed, sold: 1, at: ["runflow"]),
        FaultCase(#"{"fault": "mute"}"#, .failed, sold: 1, at: ["fal"]),
        FaultCase(#"{"fault": "wrong-shape"}"#, .failed, sold: 1, at: ["eachlabs"]),
        FaultCase(#"{"fault": "wrong-rate"}"#, .failed, sold: 1, at: ["runflow"]),
        FaultCase(#"{"fault": "black"}"#, .failed, sold: 1, at: ["fal"]),
        FaultCase(#"{"fault": "frozen"}"#, .failed, sold: 1, at: ["eachlabs"]),
        FaultCase(#"{"fault": "truncated"}"#, .open, sold: 1, at: ["runflow"]),
        FaultCase(#"{"fault": "corrupt"}"#, .open, sold: 1, at: ["fal"]),
    ]

    @Test(arguments: files)
    func aFileIsDownloadedAgainAndNeverBoughtAgain(_ expected: FaultCase) async throws {
        try await expected.verify()
    }

    @Test(arguments: material)
    func wrongMaterialIsNotAccepted(_ expected: FaultCase) async throws {
        try await expected.verify()
    }

    /// What isn't the video never has a take's name; it is kept under another one.
    @Test(arguments: ["html", "truncated", "corrupt"])
    func aDamagedDownloadIsRenamed(_ fault: String) async throws {
        let on = fault == "html" ? #", "on": "file""# : ""
        let stage = try RehearsalStage(faults: #"{"fault": "\#(fault)"\#(on)}"#)
        let result = try await stage.run(try stage.plan(RehearsalStage.oneShot))
        #expect(result.outcomes.map(\.end) == [.open])
        #expect(stage.names.contains("takes/010-t1.damaged"))
        #expect(!stage.names.contains("takes/010-t1.mp4"))
        #expect(try await stage.submissions() == 1)
    }

    /// A paid file that the provider no longer serves is a claim, until it has landed after all.
    @Test func aFileThatHasExpiredIsAClaim() async throws {
        let stage = try RehearsalStage(
            faults: #"{"fault": "expired", "on": "file", "times": 2}"#)
        let plan = try stage.plan(RehearsalStage.oneShot)
        let result = try await stage.run(plan, isStandIn: false) { $0.allowsLoopback = true }
        #expect(result.outcomes.map(\.end) == [.open])
        #expect(result.report.claims.map(\.take) == ["010-t1"])
        #expect(result.report.claims[0].reason.contains("expired"))
        let again = try await stage.run(plan, isStandIn: false) { $0.allowsLoopback = true }
        #expect(again.outcomes.map(\.end) == [.accepted])
        #expect(again.report.claims.isEmpty)
        #expect(try await stage.submissions() == 1)
    }

    @Test func soundThatWasNotRequestedIsNotAccepted() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "unwanted-sound"}"#)
        let list = RehearsalStage.oneShot.replacing(
            "\"duration\": 3", with: "\"duration\": 3, \"generate_audio\": false")
        let result = try await stage.run(try stage.plan(list))
        #expect(result.outcomes[0].end == .failed)
        #expect(try await stage.submissions() == 1)
    }

    /// A file that is announced as larger than the disk isn't downloaded, and stays paid for.
    @Test func aFileForWhichTheDiskHasNoSpaceIsNotDownloaded() async throws {
        let stage = try RehearsalStage(FalProvider.self)
        let (target, client) = (stage.standIn.baseURL, stage.client)
        let server = try LoopbackServer { request in
            var reply = Forwarding.reply(to: request, from: target, client)
            let text = String(decoding: reply.body, as: UTF8.self)
                .replacing(target, with: "http://\(request.headers["host"] ?? "")")
                .replacing(/"file_size" *: *\d+/, with: "\"file_size\":4000000000000000")
            reply.body = Data(text.utf8)
            return reply
        }
        let provider = FalProvider(
            ProviderAccess(FalProvider.identity, standIn: server.baseURL, client: client))
        let plan = try stage.plan(RehearsalStage.oneShot)
        let result = try await stage.run(plan, provider: provider)
        #expect(result.outcomes.map(\.end) == [.open])
        let problem = result.outcomes[0].problem ?? ""
        #expect(
            problem.contains("4000000001 MB are needed for the file; start again"), "\(problem)")
        #expect(try await stage.count("downloads") == 0)
        #expect(try await stage.submissions() == 1)
    }
}
