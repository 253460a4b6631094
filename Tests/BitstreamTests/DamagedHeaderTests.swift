import DailiesBitstream
import Testing

/// Damaged headers are rejected or give plausible values, but never trap.
struct DamagedHeaderTests {
    @Test(arguments: SampleConfiguration.all)
    func everyPrefixIsHandled(sample: SampleConfiguration) throws {
        let whole = try #require(AVCConfiguration(sample.bytes))
        for length in 0..<sample.bytes.count {
            let configuration = AVCConfiguration(Array(sample.bytes.prefix(length)))
            // A truncated configuration is only accepted if its first set is complete.
            if let configuration { #expect(configuration.firstSequence == whole.firstSequence) }
        }
        let unit = try #require(whole.sequenceParameterSets.first)
        for length in 0..<unit.count {
            check(SequenceParameterSet(nalUnit: [UInt8](unit[..<length])))
        }
    }

    @Test(arguments: SampleConfiguration.all)
    func everyFlippedBitIsHandled(sample: SampleConfiguration) {
        for place in 0..<sample.bytes.count * 8 {
            var bytes = sample.bytes
            bytes[place / 8] ^= 1 << UInt8(place % 8)
            check(AVCConfiguration(bytes)?.firstSequence)
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func thousandsOfMutationsAreHandled(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var readable = 0
        for _ in 0..<4000 {
            let sample = SampleConfiguration.all.randomElement(using: &generator)
            var bytes = sample?.bytes ?? []
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                mutate(&bytes, using: &generator)
            }
            let set = AVCConfiguration(bytes)?.firstSequence
            check(set)
            if set != nil { readable += 1 }
        }
        // Otherwise the mutations are too destructive to reach the later fields.
        #expect(readable > 400)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func noiseIsHandled(seed: UInt64) {
        var generator = SeededGenerator(seed: seed &* 7919)
        for _ in 0..<4000 {
            let count = Int.random(in: 0...64, using: &generator)
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            check(AVCConfiguration(noise)?.firstSequence)
            check(SequenceParameterSet(nalUnit: [0x67] + noise))
            check(SequenceParameterSet(nalUnit: [0x67, 100, 0, 40] + noise))
        }
    }

    @Test(arguments: [0x00, 0xFF, 0x03, 0x80] as [UInt8])
    func longRepetitionIsHandled(byte: UInt8) {
        let bytes = [UInt8](repeating: byte, count: 5000)
        check(AVCConfiguration(bytes)?.firstSequence)
        for profile in [66, 100, 244] as [UInt8] {
            check(SequenceParameterSet(nalUnit: [0x67, profile, 0, 40] + bytes))
        }
    }

    private func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        let place = Int.random(in: 0..<max(1, bytes.count), using: &generator)
        guard place < bytes.count else { return }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        default: bytes.removeLast(Int.random(in: 0...min(4, bytes.count), using: &generator))
        }
    }

    /// Values parsed from damaged bytes must be in their valid ranges.
    private func check(_ set: SequenceParameterSet?) {
        guard let set else { return }
        #expect((1...65_536).contains(set.width))
        #expect((1...131_072).contains(set.height))
        #expect((8...14).contains(set.bitDepth))
        #expect(set.pixelFormat != nil)
        #expect((0...16).contains(set.reorderDepth ?? 0))
        if let ratio = set.sampleAspectRatio { #expect(ratio.width > 0 && ratio.height > 0) }
    }
}
