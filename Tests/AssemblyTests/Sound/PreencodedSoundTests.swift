import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// Sound that is encoded before all clips are available.
@Suite struct PreencodedSoundTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func clips() throws -> [String] {
        try (1...5).map { number in
            try folder.forge("\(number).mp4") {
                ($0.width, $0.height) = (64, 64)
                $0.frames = 80
                $0.id = number
                $0.sound?.frequency = 200 * Double(number)
            }
        }
    }

    @Test func theFilmIsTheSameToTheByte() throws {
        let clips = try clips()
        let preencoded = PreencodedSound()
        for count in 1..<clips.count { try preencoded.prepare(Array(clips.prefix(count))) }
        let plan = try Assembler().plan(clips)
        let sound = try #require(plan.format.sound)
        var chunks = try SoundChunks(plan, sound, gain: 0)
        var known: [Bool] = []
        while let chunk = try chunks.nextChunk() {
            known.append(preencoded.packets(of: chunk) != nil)
        }
        // Sixteen seconds are four chunks; three end before the last clip begins.
        #expect(known.count == 4)
        #expect(known.prefix(2).allSatisfy { $0 })
        let films = try [nil, preencoded].enumerated().map { number, preencoded in
            let path = folder.file("film \(number).mp4")
            try Assembler(preencodedSound: preencoded).perform(plan, to: path)
            return try Data(contentsOf: URL(fileURLWithPath: path))
        }
        #expect(films[0] == films[1])
    }

    @Test func anotherClipThanExpectedChangesNothing() throws {
        let clips = try clips()
        let preencoded = PreencodedSound()
        try preencoded.prepare(clips)
        let other = try Assembler().plan(clips.reversed())
        let films = try [nil, preencoded].enumerated().map { number, preencoded in
            let path = folder.file("film \(number).mp4")
            try Assembler(preencodedSound: preencoded).perform(other, to: path)
            return try Data(contentsOf: URL(fileURLWithPath: path))
        }
        #expect(films[0] == films[1])
    }

    @Test func aStopEndsItBetweenChunks() throws {
        let clips = try clips()
        let preencoded = PreencodedSound()
        try preencoded.prepare(clips, shouldStop: { true })
        let plan = try Assembler().plan(clips)
        let sound = try #require(plan.format.sound)
        var chunks = try SoundChunks(plan, sound, gain: 0)
        while let chunk = try chunks.nextChunk() { #expect(preencoded.packets(of: chunk) == nil) }
    }
}
