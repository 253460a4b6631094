import DailiesCallbacks
import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesProduction
import DailiesReporting
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Testing

/// Callbacks only make a session faster.
@Suite(.serialized, .timeLimit(.minutes(5))) struct CallbackSessionTests {
    private static let hosts = ["runflow", "fal", "eachlabs", "replicate"]

    /// The first poll never finds the run finished, however late it is: only a callback has the run
    /// polled again within the hour.
    private static let slowStart = """
        {"fault": "unknown-status", "on": "status", "times": 1}
        """

    /// With a longer timeout, since the machine may be loaded.
    private static var patient: CallbackReceiver.Options {
        var options = CallbackReceiver.Options()
        options.responseTimeout = .seconds(120)
        return options
    }

    /// Kling's callbacks have no signature that could be forged.
    @Test(arguments: hosts + ["kling", "kling-v1"])
    func aCallbackHasTheRunPolledAtOnce(_ name: String) async throws {
        let stage = try stage(name, faults: Self.slowStart)
        let result = try await stage.run(try stage.plan(RehearsalStage.oneShot)) {
            $0.callbackListener = Self.patient
            $0.pace.poll = Backoff(base: .seconds(3600), maximum: .seconds(3600), jitter: 0)
        }
        #expect(result.report.film != nil)
        // Once before the run had ended, once after the callback.
        #expect(try await stage.count("polls") <= 3)
        let ledger = try Ledger(path: stage.production.ledger)
        let run = try #require(try await ledger.runs().first)
        #expect(try await ledger.callbacks(after: 0).remoteIDs == [run.remoteID])
    }

    @Test(arguments: ["double", "drop", "forge", "reorder"], hosts)
    func callbackFaultsDoNotChangeTheFilm(_ fault: String, _ name: String) async throws {
        let stage = try stage(name, faults: "{\"fault\": \"\(fault)\"}")
        let result = try await stage.run(try stage.plan(RehearsalStage.oneShot)) {
            $0.callbackListener = CallbackReceiver.Options()
        }
        #expect(result.report.film != nil)
        #expect(try await stage.submissions() == 1)
        let ledger = try Ledger(path: stage.production.ledger)
        let heard = try await ledger.callbacks(after: 0).remoteIDs
        #expect(heard.count <= 1)
        if fault == "drop" || fault == "forge" { #expect(heard.isEmpty) }
    }

    @Test func anotherProcessMayReceiveForTheSession() async throws {
        let stage = try stage("fal", faults: Self.slowStart)
        try stage.production.create()
        let ledger = try Ledger(path: stage.production.ledger)
        let key = try CallbackKey.read(stage.production)
        let receiver = CallbackReceiver(
            Self.patient, addresses: CallbackAddresses(publicURL: "", key: key),
            providers: ["fal": stage.provider],
            record: { try await ledger.hear($0.messageID, of: $0.runID) })
        try receiver.start()
        defer { receiver.stop() }
        let url = receiver.baseURL
        let result = try await stage.run(try stage.plan(RehearsalStage.oneShot)) {
            $0.callbackURL = url
            $0.pace.poll = Backoff(base: .seconds(3600), maximum: .seconds(3600), jitter: 0)
        }
        #expect(result.report.film != nil)
        #expect(try await stage.count("polls") <= 3)
    }

    @Test func onlyTheOwnerMayReadTheKey() throws {
        let stage = try RehearsalStage()
        try stage.production.create()
        let key = try CallbackKey.read(stage.production)
        #expect(try CallbackKey.read(stage.production) == key)
        let attributes = try FileManager.default.attributesOfItem(
            atPath: stage.production.place("callback.key"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    private func stage(_ name: String, faults: String = "") throws -> RehearsalStage {
        try RehearsalStage(
            try #require(ProviderRegistry.named(name)), faults: faults,
            extraFeatures: [.fields])
    }
}
