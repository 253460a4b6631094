import Foundation

/// Impossible values in fields of the index (ISO/IEC 14496-12, clause 8, version 0).
extension Mutation {
    static let values = [
        number("count", in: "stsz", at: 8),
        number("count", in: "stts", "ctts", "stsc", "stco", "stss", "elst", "stsd", "dref", at: 4),
        number("samples of one length", in: "stts", "ctts", at: 8),
        number("length of a sample", in: "stts", "ctts", at: 12),
        number("samples in a chunk", in: "stsc", at: 12),
        number("offset of a chunk", in: "stco", at: 8),
        number("size of every sample", in: "stsz", at: 4),
        number("size of a sample", in: "stsz", at: 12),
        number("samples in a fragment", in: "trun", at: 4),
        number("flags of a fragment", in: "trun", "tfhd", at: 0),
        number("time of a fragment", in: "tfdt", at: 4),
        number("time scale", in: "mvhd", "mdhd", at: 12),
        number("duration", in: "mvhd", "mdhd", at: 16),
        number("track's number", in: "tkhd", at: 12),
        number("track's duration", in: "tkhd", at: 20),
        number("edit's duration", in: "elst", at: 8),
        number("edit's start", in: "elst", at: 12),
        // The first sample entry begins at 8; its frame size, or the sound's format, is at 32.
        number("picture's size", in: "stsd", at: 40),
        number("sound's format", in: "stsd", at: 32),
        number("sound's rate", in: "stsd", at: 40),
        number("shown width", in: "tkhd", at: 76),
        number("shown height", in: "tkhd", at: 80),
        Mutation("matrix") { film, boxes, generator in
            let extreme = extremes.randomElement(using: &generator) ?? 0
            for box in boxes.all("tkhd", "mvhd") {
                // The matrix is at 40 in a track's header and at 36 in the movie's.
                let place = box.payload.lowerBound + (box.type == "tkhd" ? 40 : 36)
                for entry in 0..<9 { film.put(extreme, at: place + entry * 4) }
            }
        },
    ]

    /// Zero, small and very large numbers, and those that are negative as signed numbers.
    private static let extremes: [UInt32] = [
        0, 1, 2, 0xFFFF, 0x000F_FFFF, 0x0100_0000, 0x0FFF_FFFF, 0x7FFF_FFFF, 0x8000_0000,
        0xFFFF_FFFE, 0xFFFF_FFFF,
    ]

    /// Replaces a field by an extreme value, in one or in all boxes of the given types.
    private static func number(
        _ name: String, in types: String..., at offset: Int
    ) -> Mutation {
        Mutation("\(name) in \(types.joined(separator: ", "))") { film, boxes, generator in
            let extreme = extremes.randomElement(using: &generator) ?? 0
            let found = boxes.list.filter { types.contains($0.type) }
            let isEverywhere = Bool.random(using: &generator)
            let hit =
                isEverywhere ? found : found.randomElement(using: &generator).map { [$0] } ?? []
            for box in hit where offset + 4 <= box.payload.count {
                film.put(extreme, at: box.payload.lowerBound + offset)
            }
        }
    }
}
