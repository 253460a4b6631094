import Testing

@testable import DailiesBitstream

/// Reading of bits, Exp-Golomb codes and emulation prevention bytes.
struct BitReaderTests {
    @Test func bitsAreReadMostSignificantFirst() {
        var reader = BitReader(unescaping: [0b1010_0001, 0b1111_0000])
        #expect(reader.bit() == 1)
        #expect(reader.bits(3) == 0b010)
        #expect(reader.bits(8) == 0b0001_1111)
        #expect(reader.flag() == false)
    }

    @Test func emulationPreventionBytesAreRemoved() {
        var reader = BitReader(unescaping: [0, 0, 3, 1, 0, 0, 3, 0, 0, 3, 3, 3])
        #expect((0..<9).map { _ in reader.bits(8) } == [0, 0, 1, 0, 0, 0, 0, 3, 3])
        #expect(reader.bit() == nil)
    }

    @Test func readsPastTheEndReturnNil() {
        var reader = BitReader(unescaping: [0xFF])
        #expect(reader.bits(9) == nil)
        #expect(reader.bits(8) == 0xFF)
        #expect(reader.bit() == nil)
        #expect(reader.flag() == nil)
        #expect(reader.unsignedGolomb() == nil)
        #expect(reader.signedGolomb() == nil)
    }

    @Test(arguments: [0, 1, 2, 3, 7, 8, 254, 255, 65_535, 1 << 30, (1 << 32) - 2])
    func unsignedCodesRoundTrip(value: Int) {
        var writer = BitWriter()
        writer.golomb(value)
        writer.put(0b101, 3)
        var reader = BitReader(unescaping: writer.payload)
        #expect(reader.unsignedGolomb() == value)
        #expect(reader.bits(3) == 0b101)
    }

    @Test(arguments: [(0, 0), (1, 1), (2, -1), (3, 2), (4, -2), (255, 128), (256, -128)])
    func signedCodesAlternateInSign(code: Int, value: Int) {
        var writer = BitWriter()
        writer.golomb(code)
        var reader = BitReader(unescaping: writer.payload)
        #expect(reader.signedGolomb() == value)
    }

    @Test func codesOfMoreThan32BitsAreRejected() {
        var reader = BitReader(unescaping: [UInt8](repeating: 0, count: 12) + [0xFF])
        #expect(reader.unsignedGolomb() == nil)
    }
}
