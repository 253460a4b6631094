package import Foundation

/// One way in which the index of a good film gets damaged, the same for the same chance.
package struct Mutation: Sendable, CustomStringConvertible {
    package let name: String
    private let harm: @Sendable (inout Data, NestedBoxes, inout Chance) -> Void

    package var description: String { name }

    init(
        _ name: String,
        _ harm: @escaping @Sendable (inout Data, NestedBoxes, inout Chance) -> Void
    ) {
        self.name = name
        self.harm = harm
    }

    /// The damaged bytes of a good film.
    package func applied(to film: Data, _ boxes: NestedBoxes, _ chance: inout Chance) -> Data {
        var damaged = film
        harm(&damaged, boxes, &chance)
        return damaged
    }

    /// Every way there is; half of what chance picks from these are bytes of chance.
    package static let all = [bytes, configuration] + sizes + values

    /// The way for one of a row of damaged films.
    package static func picked(_ chance: inout Chance) -> Mutation {
        Bool.random(using: &chance) ? bytes : all.randomElement(using: &chance) ?? bytes
    }

    // MARK: Bytes

    private static let bytes = Mutation("bytes of chance") { film, boxes, chance in
        guard let box = boxes.index.randomElement(using: &chance) else { return }
        for _ in 0..<Int.random(in: 1...8, using: &chance) {
            film.spoil(box.range, &chance)
        }
    }

    private static let configuration = Mutation("codec's configuration") { film, boxes, chance in
        guard let box = boxes.all("stsd").randomElement(using: &chance) else { return }
        for _ in 0..<4 { film.spoil(box.payload.dropFirst(16), &chance) }
    }

    // MARK: Sizes

    private static let sizes = [
        size("huge size") { [$0 * 2, 0x00FF_FFFF, 0x7FFF_FFFF] },
        size("size of nothing") { _ in [0, 2, 7] },
        size("negative size") { _ in [0x8000_0000, 0xFFFF_FFFF] },
        Mutation("size of 64 bits") { film, boxes, chance in
            guard let box = boxes.index.randomElement(using: &chance) else { return }
            film.put(1, at: box.range.lowerBound)
            let high = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] as [UInt32]
            film.put(high.randomElement(using: &chance) ?? 0, at: box.payload.lowerBound)
        },
        Mutation("boxes in boxes") { film, boxes, chance in
            guard let box = boxes.index.randomElement(using: &chance) else { return }
            let type = ["moov", "trak", "udta", "edts", "moof"].randomElement(using: &chance)
            var nest = Data()
            for _ in 0..<Int.random(in: 2...1000, using: &chance) {
                nest = .box(type ?? "moov", nest)
            }
            film.append(nest, to: box)
        },
        Mutation("many boxes") { film, boxes, chance in
            guard let box = boxes.index.randomElement(using: &chance) else { return }
            let many = Int.random(in: 2...100, using: &chance)
            let twin = film.subdata(in: box.range)
            film.append(Data(repeatElement(twin, count: many).joined()), to: box)
        },
    ]

    private static func size(
        _ name: String, _ sizes: @escaping @Sendable (UInt32) -> [UInt32]
    ) -> Mutation {
        Mutation(name) { film, boxes, chance in
            guard let box = boxes.list.randomElement(using: &chance) else { return }
            let place = box.range.lowerBound
            let size = sizes(film.number(at: place)).randomElement(using: &chance)
            film.put(size ?? 0, at: place)
        }
    }
}

extension Data {
    /// Writes chance over one byte.
    fileprivate mutating func spoil(_ range: Range<Int>, _ chance: inout Chance) {
        guard let place = range.randomElement(using: &chance) else { return }
        self[place] = UInt8.random(in: .min ... .max, using: &chance)
    }
}
