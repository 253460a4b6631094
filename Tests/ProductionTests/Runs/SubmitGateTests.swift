import Testing

@testable import DailiesProduction

/// When runs of the session may free capacity.
struct SubmitGateTests {
    @Test func capacityMayBecomeFreeOnlyIfRunsEnd() {
        let gate = SubmitGate()
        let alone = gate.submitStarted(1)
        gate.submitRejected(1)
        #expect(gate.capacitySource(since: alone) == .none)
        // Another request was sent and isn't answered yet.
        _ = gate.submitStarted(2)
        let second = gate.submitStarted(3)
        gate.submitRejected(3)
        #expect(gate.capacitySource(since: second) == .request)
        gate.runStarted(2)
        #expect(gate.capacitySource(since: second) == .run)
        // It has ended since.
        gate.runEnded(2)
        #expect(gate.capacitySource(since: second) == .run)
        let after = gate.submitStarted(3)
        gate.submitRejected(3)
        #expect(gate.capacitySource(since: after) == .none)
        // A run that was never accepted frees nothing when it ends.
        gate.runEnded(3)
        #expect(gate.capacitySource(since: after) == .none)
    }
}
