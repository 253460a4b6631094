import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesVerification

/// A click is a few samples that stand out of smooth sound.
struct ClickDetectorTests {
    private let length = 48_000

    /// The places of the clicks in a sound, which is added in blocks.
    private func clicks(_ sound: [Float], block: Int = 1024) -> [Int] {
        var detector = ClickDetector()
        var found: [Int] = []
        for start in stride(from: 0, to: sound.count, by: block) {
            let part = Array(sound[start..<min(sound.count, start + block)])
            found += part.withUnsafeBufferPointer { detector.add($0) }.map { $0 + start }
        }
        return found
    }

    private func sound(_ value: (Int) -> Double) -> [Float] {
        (0..<length).map { Float(value($0)) }
    }

    private func sine(_ frequency: Double, _ place: Int) -> Double {
        sin(2 * .pi * frequency * Double(place) / 48_000)
    }

    /// Sounds as films have them, or worse: none of them clicks.
    private var clean: [String: [Float]] {
        var generator = SeededGenerator(seed: 3)
        func noise() -> Double { .random(in: -1...1, using: &generator) }
        return [
            "silence": sound { _ in 0 },
            "sine": sound { 0.9 * sine(440, $0) },
            "high sine": sound { 0.5 * sine(12_000, $0) },
            "chord": sound { 0.2 * (sine(220, $0) + sine(277.2, $0) + sine(329.6, $0)) },
            "noise": sound { _ in 0.3 * noise() },
            "square wave": sound { sine(60, $0) > 0 ? 0.5 : -0.5 },
            "saw": sound { Double($0 % 400) / 400 - 0.5 },
            // A tone and a burst of noise that begin at once and die away, twice a second.
            "drum": sound {
                let since = Double($0 % 24_000) / 48_000
                return 0.8 * exp(-since * 12) * sin(2 * .pi * 70 * since)
                    + 0.3 * exp(-since * 90) * noise()
            },
            "beeps": sound { $0 / 12_000 % 2 == 0 ? 0 : 0.5 * sine(1000, $0 + 11) },
            "clipped": sound { max(-0.5, min(0.5, 2 * sine(300, $0))) },
        ]
    }

    @Test func cleanSoundHasNoClicks() {
        for (name, sound) in clean { #expect(clicks(sound) == [], "\(name)") }
    }

    @Test(arguments: 1...3, [0.6, -0.6])
    func aClickIsFoundWhereItIs(_ samples: Int, _ height: Float) {
        for name in ["silence", "sine", "chord", "drum", "beeps"] {
            guard var sound = clean[name] else { continue }
            for place in 30_000..<30_000 + samples { sound[place] = height }
            let found = clicks(sound)
            #expect(found.count == 1, "\(name)")
            #expect(found.allSatisfy { (29_997..<30_000 + samples + 3).contains($0) }, "\(found)")
        }
    }

    @Test(arguments: [1, 100, 1024, 48_000]) func theBlocksDoNotMatter(_ block: Int) {
        var sound = sound { 0.2 * sine(440, $0) }
        for place in [700, 20_000, 30_000, 47_000] { sound[place] = 0.9 }
        #expect(clicks(sound, block: block) == [700, 20_000, 30_000, 47_000])
    }

    @Test func clicksWithinAHundredthOfASecondHideEachOther() {
        var sound = sound { _ in 0 }
        for place in [10_000, 10_300, 12_000] { sound[place] = 0.5 }
        #expect(clicks(sound) == [12_000])
    }

    // MARK: The limits

    @Test(arguments: [(Float(0.99), 0), (1.01, 1)])
    func theSmallestClick(_ share: Float, _ count: Int) {
        var sound = sound { _ in 0 }
        sound[24_000] = 0.02 * share
        #expect(clicks(sound).count == count)
    }

    /// Alternating samples of ±b are 8/3 b away from what their neighbours predict.
    @Test(arguments: [(Float(0.99), 0), (1.01, 1)])
    func theSmallestProminence(_ share: Float, _ count: Int) {
        let error: Float = 0.02
        var sound = sound { ($0 % 2 == 0 ? 1 : -1) * Double(error) * 3 / 8 }
        sound[24_000] += 25 * error * share - error
        #expect(clicks(sound).count == count)
    }

    /// The level after the click differs from that before it by half of the click's height.
    @Test(arguments: [(0.49, 1), (0.51, 0)])
    func theLargestStep(_ share: Double, _ count: Int) {
        let step = 0.8 * share
        var sound = sound { $0 > 24_000 ? step : 0 }
        sound[24_000] = Float(0.8 + step / 2)
        #expect(clicks(sound).count == count)
    }
}
