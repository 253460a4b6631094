/// Reads and replaces the ids in H.264 parameter sets; all other bits stay unchanged.
enum ParameterSetIDs {
    /// Replaces `seq_parameter_set_id` of a sequence parameter set, which follows after 24 bits
    /// (ITU-T H.264, 7.3.2.1.1).
    static func renumber(sequence: [UInt8], to id: Int) -> [UInt8] {
        renumber(sequence, keeping: 24, with: [id])
    }

    /// Replaces `pic_parameter_set_id` and `seq_parameter_set_id` of a picture parameter set.
    static func renumber(picture: [UInt8], to id: Int, of sequence: Int) -> [UInt8] {
        renumber(picture, keeping: 0, with: [id, sequence])
    }

    /// The id of a sequence or picture parameter set.
    static func id(of set: [UInt8]) -> Int? {
        guard let header = set.first else { return nil }
        var reader = BitReader(unescaping: set.dropFirst())
        if header & 0x1F == 7, reader.bits(24) == nil { return nil }
        return reader.unsignedGolomb()
    }

    private static func renumber(
        _ set: [UInt8], keeping prefix: Int, with ids: [Int]
    ) -> [UInt8] {
        var reader = BitReader(unescaping: set.dropFirst())
        if prefix > 0, reader.bits(prefix) == nil { return set }
        for _ in ids where reader.unsignedGolomb() == nil { return set }
        var writer = BitWriter()
        writer.copy(reader.bytes, from: 0, to: prefix)
        for id in ids { writer.golomb(id) }
        writer.copy(reader.bytes, from: reader.position, to: reader.endOfPayload)
        writer.align(with: 0)
        return [set[0]] + writer.bytes.escaped()
    }
}
