import DailiesPlanning
import DailiesProduction
import DailiesShotList
import DailiesTestSupport
import Testing

@testable import DailiesCommandLine

/// What presets say about sessions; the command line's options override it.
struct SessionPresetTests {
    private func settings(
        _ arguments: String..., preset: PresetSession
    ) async throws -> SessionSettings {
        let options = try #require(try SessionOptions.parse(arguments + ["film.json"]))
        return try await options.settings(
            for: .empty(title: "film"),
            limits: try PresetsFolder(path: Checkout.path("presets")).limits(of: "kling"),
            access: [], user: UserSettings(), preset: preset)
    }

    @Test func aPresetCountsUnlessAnOptionDoes() async throws {
        var preset = PresetSession()
        preset.maximumTakes = 5
        preset.concurrency = 3
        preset.makesPartialFilm = true
        preset.stopSubmittingAt = "06:00"
        preset.maximumRuntime = "2h"
        let settings = try await settings(preset: preset)
        #expect(settings.maximumTakes == 5 && settings.concurrency == 3)
        #expect(settings.makesPartialFilm && settings.submitDeadline != nil)
        let given = try await self.settings(
            "--max-takes", "1", "--concurrency", "2", preset: preset)
        #expect(given.maximumTakes == 1 && given.concurrency == 2)
        let options = try #require(try SessionOptions.parse(["film.json"]))
        #expect(options.maximumRuntime(preset) == .seconds(7200))
        #expect(options.maximumRuntime(PresetSession()) == nil)
        let limited = try #require(
            try SessionOptions.parse(["film.json", "--max-runtime", "45m"]))
        #expect(limited.maximumRuntime(preset) == .seconds(2700))
    }

    /// A command that is typed in the morning submits, whatever the night's time was.
    @Test func aTimeForSubmittingIsLiftedInTheCommandsThatGoOn() async throws {
        var preset = PresetSession()
        preset.stopSubmittingAt = "06:00"
        let never = ["--stop-submitting-at", "never"]
        #expect(try await settings(preset: preset).repeatedOptions == [never])
        let given = try await settings(
            "--stop-submitting-at", "05:00", preset: PresetSession())
        #expect(given.repeatedOptions == [never])
        let lifted = try await settings("--stop-submitting-at", "never", preset: preset)
        #expect(lifted.submitDeadline == nil && lifted.repeatedOptions == [never])
        #expect(try await settings(preset: PresetSession()).repeatedOptions == [])
    }

    @Test func withoutAPresetTheDefaultsHold() async throws {
        let settings = try await settings(preset: PresetSession())
        #expect(settings.maximumTakes == 2 && settings.concurrency == 5)
        #expect(!settings.makesPartialFilm && settings.submitDeadline == nil)
    }

    /// A preset is for every provider: what one of them allows is the most.
    @Test func aPresetAsksForNoMoreThanAProviderAllows() async throws {
        var preset = PresetSession()
        preset.concurrency = 100_000
        #expect(try await settings(preset: preset).concurrency == 1000)
    }
}
