import DailiesProduction
import Testing

extension SubmitFaultTests {
    @Test func aRefusalCountsOnlyForTheServerThatRefused() async throws {
        let wrong = try RehearsalStage(faults: #"{"fault": "422", "on": "submit"}"#)
        let plan = try wrong.plan(RehearsalStage.oneShot)
        #expect(try await wrong.run(plan).outcomes[0].end == .failed)
        // The same request fails without another submit.
        #expect(try await wrong.run(plan).outcomes[0].end == .failed)
        #expect(try await wrong.count("faultsInjected") == 1)
        let right = try RehearsalStage()
        #expect(try await wrong.run(plan, provider: right.provider).outcomes[0].end == .accepted)
    }
}
