import DailiesGeneration
import DailiesHTTP
import DailiesProduction
import DailiesStandIn
import Foundation
import Testing

/// A fault with its expected outcome.
struct FaultCase: Sendable, CustomTestStringConvertible {
    let fault: String
    let hosts: [String]
    let end: FaultEnd
    /// Runs that the provider sold in the first session.
    let sold: Int
    /// Runs that it sold in total, after a second session.
    let soldInAll: Int

    init(
        _ fault: String, _ end: FaultEnd, sold: Int, inAll: Int? = nil, at hosts: [String]? = nil
    ) {
        self.fault = fault
        self.hosts = hosts ?? Self.hosts(of: fault)
        self.end = end
        self.sold = sold
        soldInAll = inAll ?? sold
    }

    static let everyHost = ["runflow", "fal", "eachlabs", "replicate"]

    /// Runflow, and one of the others; every one with `DAILIES_EVERY_HOST` in the environment.
    private static func hosts(of fault: String) -> [String] {
        if ProcessInfo.processInfo.environment["DAILIES_EVERY_HOST"] != nil { return everyHost }
        let others = everyHost.dropFirst()
        return [everyHost[0], others[1 + fault.utf8.reduce(0) { $0 + Int($1) } % others.count]]
    }

    var testDescription: String { "\(fault) \(hosts)" }

    /// Runs a session with the fault at each provider, and a second session after it.
    func verify() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for name in hosts { group.addTask { try await verify(at: name) } }
            try await group.waitForAll()
        }
    }

    private func verify(at name: String) async throws {
        let host = try #require(ProviderRegistry.named(name))
        let stage = try RehearsalStage(
            host, faults: fault, extraFeatures: Set(ExtraFeature.allCases))
        let plan = try stage.plan(try ListKind.picture.list(stage))
        let impatient: @Sendable (inout SessionSettings) -> Void = {
            $0.pace.resubmit = Backoff(
                base: .milliseconds(100), maximum: .milliseconds(300), deadline: .seconds(120))
            $0.pace.poll.deadline = end == .unknown ? .seconds(1) : .seconds(120)
            $0.pace.poll.maximum = .milliseconds(200)
            $0.pace.faultPause = .milliseconds(10)
            $0.pace.stallTimeout = end == .open ? .seconds(3) : .seconds(120)
        }
        let result = try await stage.run(plan, impatient)
        #expect(result.outcomes[0].end == end, "\(name): \(result.outcomes[0])")
        #expect(try await stage.submissions() == sold, "\(name)")
        let hasStruck = try await stage.count("faultsInjected") > 0
        #expect(hasStruck != fault.contains("reused"), "\(name)")
        // A second session with an accepted take is tested elsewhere.
        guard end != .accepted else { return }
        let again = try await stage.run(plan, impatient)
        #expect(
            try await stage.submissions() == soldInAll,
            "\(name), again: \(again.outcomes[0])")
    }
}

/// The kind of an outcome, without its reason.
enum FaultEnd: Sendable {
    case accepted, failed, open, unknown, account, unavailable, leftOut, capReached
}

extension RunOutcome {
    var end: FaultEnd {
        switch self {
        case .accepted: .accepted
        case .failed: .failed
        case .open: .open
        case .unknown: .unknown
        case .leftOut: .leftOut
        case .capReached: .capReached
        case .accountRefused: .account
        case .unavailable: .unavailable
        }
    }
}
