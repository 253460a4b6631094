/// The numbers that stand in parameter sets, exchanged; all other bits stay as they are.
enum ParameterSetNumbers {
    /// A sequence parameter set under another number (ITU-T H.264, 7.3.2.1.1: behind 24 bits).
    static func renumber(sequence: [UInt8], to number: Int) -> [UInt8] {
        renumber(sequence, keeping: 24, numbers: 1, with: [number])
    }

    /// A picture parameter set under another number and of another sequence parameter set.
    static func renumber(picture: [UInt8], to number: Int, of sequence: Int) -> [UInt8] {
        renumber(picture, keeping: 0, numbers: 2, with: [number, sequence])
    }

    /// The number of a set of either kind.
    static func number(of set: [UInt8]) -> Int? {
        guard let header = set.first else { return nil }
        var reader = BitReader(unescaping: set.dropFirst())
        if header & 0x1F == 7, reader.bits(24) == nil { return nil }
        return reader.unsignedGolomb()
    }

    private static func renumber(
        _ set: [UInt8], keeping front: Int, numbers: Int, with replacements: [Int]
    ) -> [UInt8] {
        var reader = BitReader(unescaping: set.dropFirst())
        if front > 0, reader.bits(front) == nil { return set }
        for _ in 0..<numbers where reader.unsignedGolomb() == nil { return set }
        var writer = BitWriter()
        writer.copy(reader.bytes, from: 0, to: front)
        for number in replacements { writer.golomb(number) }
        writer.copy(reader.bytes, from: reader.position, to: reader.endOfPayload)
        writer.align(with: 0)
        return [set[0]] + writer.bytes.escaped()
    }
}
