import DailiesShotList
import Testing

/// The lists in samples/ are read as written.
struct SampleListTests {
    private func lighthouse() throws -> ShotList {
        let bytes = try Presets.data("samples/lighthouse.json")
        let reading = try read(bytes: bytes, as: "lighthouse.json")
        #expect(reading.problems == [])
        return try #require(reading.list)
    }

    @Test func lighthouseHasFiveShotsInOrder() throws {
        let list = try lighthouse()
        #expect(list.title == "lighthouse")
        #expect(Set(list.shots.map(\.model.id)) == ["kling-v3-pro"])
        #expect(Set(list.shots.map(\.provider)) == ["runflow"])
        #expect(list.shots.map(\.id) == ["010", "020", "030", "040", "050"])
        #expect(list.shots.map(\.duration) == [5, 24, 4, 6, 3])
        #expect(
            list.shots.map(\.scene) == ["Dusk", "The climb", "The lamp", "The ship", "Morning"])
        #expect(list.shots.map(\.generateAudio) == [true, true, false, true, true])
        #expect(Set(list.shots.map(\.aspectRatio)) == ["16:9"])
        #expect(Set(list.shots.map(\.negativePrompt)) == ["blur, distortion, text, watermark"])
    }

    @Test func lighthouseHasOneShotOfTwoPrompts() throws {
        let ship = try #require(try lighthouse().shots.first { $0.id == "040" })
        guard case .multiPrompt(let elements) = ship.content else {
            Issue.record("shot 040 has two prompts")
            return
        }
        #expect(elements.map(\.duration) == [3, 3])
        #expect(elements[0].prompt.hasPrefix("Aerial shot: a small fishing boat"))
        #expect(ship.shotType == "customize")
        #expect(ship.summary.contains("at night / Close up: the fisherman's wet face"))
    }

    @Test func promptFileHasOneShotALine() throws {
        let bytes = try Presets.data("samples/prompts.txt")
        let reading = try read(bytes: bytes, as: "prompts.txt")
        #expect(reading.problems == [])
        let list = try #require(reading.list)
        #expect(list.title == "prompts")
        #expect(list.shots.map(\.id) == ["010", "020", "030"])
        #expect(list.shots.map(\.duration) == [5, 5, 5])
        #expect(list.shots.allSatisfy { $0.aspectRatio == "16:9" && $0.generateAudio })
        let starts = list.shots.map { $0.summary.prefix(9) }
        #expect(starts == ["Wide shot", "Close up:", "Low angle"])
    }
}
