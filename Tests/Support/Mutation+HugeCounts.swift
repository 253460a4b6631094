import Foundation

/// Tables that declare far more samples than the file has bytes (ISO/IEC 14496-12, clause 8).
///
/// A reader that trusts them needs gigabytes for a file of a few kilobytes, so tests with these
/// files need a process of their own.
extension Mutation {
    package static let hugeCounts = [
        // All samples have the same size, so that no table needs that many entries.
        Mutation("80 million samples of one byte") { film, boxes, _ in
            film.fill("stsz", boxes, [4: 1, 8: many])
            film.fill("stsc", boxes, [12: many])
        },
        Mutation("80 million empty samples") { film, boxes, _ in
            film.fill("stsz", boxes, [4: 0, 8: many])
            film.fill("stsc", boxes, [12: many])
        },
        Mutation("sound counted sample by sample") { film, boxes, _ in
            film.fill("stts", boxes, [4: 1, 8: many, 12: 1])
            film.fill("stsz", boxes, [4: 1, 8: many])
            film.fill("stsc", boxes, [12: 0x7FFF_FFFF])
        },
        Mutation("time stamps for 80 million samples") { film, boxes, _ in
            film.fill("ctts", boxes, [8: many])
            film.fill("stts", boxes, [8: many])
        },
        // With flags of 0 a sample has no fields, so that reading doesn't reach the end of the box.
        Mutation("fragment of 80 million samples without fields") { film, boxes, _ in
            film.fill("trun", boxes, [0: 0, 4: many])
        },
        Mutation("fragment of 80 million samples with all fields") { film, boxes, _ in
            film.fill("trun", boxes, [0: 0xF01, 4: many])
        },
        Mutation("two million samples in each of 200 fragments") { film, boxes, _ in
            film.fill("trun", boxes, [0: 0, 4: 2_000_000])
            guard let box = boxes.all("traf").last else { return }
            let twin = film.subdata(in: box.range)
            film.append(Data(repeatElement(twin, count: 200).joined()), to: box)
        },
        Mutation("80 million keys of tags") { film, boxes, _ in
            guard let index = boxes.all("moov").first else { return }
            let handler = Data(count: 8) + Data("mdta".utf8) + Data(count: 12)
            var keys = Data(count: 8)
            keys.put(many, at: 4)
            let boxes = [Data.box("hdlr", handler), Data.box("keys", keys)].joined()
            film.append(.box("meta", Data(count: 4) + boxes), to: index)
        },
    ]

    /// An index of that many samples is just below the largest allocation of libav, 2 GB.
    private static let many: UInt32 = 80_000_000
}

extension Data {
    /// Writes numbers into every box of a type, by their offsets in its content.
    fileprivate mutating func fill(
        _ type: String, _ boxes: NestedBoxes, _ numbers: KeyValuePairs<Int, UInt32>
    ) {
        for box in boxes.all(type) {
            for (offset, number) in numbers where offset + 4 <= box.payload.count {
                put(number, at: box.payload.lowerBound + offset)
            }
        }
    }
}
