package import Foundation

/// A kind of damage to the index of a film; the same generator state always gives the same damage.
package struct Mutation: Sendable, CustomStringConvertible {
    package let name: String
    private let change: @Sendable (inout Data, NestedBoxes, inout SeededGenerator) -> Void

    package var description: String { name }

    init(
        _ name: String,
        _ change: @escaping @Sendable (inout Data, NestedBoxes, inout SeededGenerator) -> Void
    ) {
        self.name = name
        self.change = change
    }

    /// The bytes of a film with the damage.
    package func applied(to film: Data, _ boxes: NestedBoxes, _ generator: inout SeededGenerator)
        -> Data
    {
        var damaged = film
        change(&damaged, boxes, &generator)
        return damaged
    }

    /// All mutations.
    package static let all = [bytes, configuration] + sizes + values

    /// A random mutation; half of the time random bytes.
    package static func picked(_ generator: inout SeededGenerator) -> Mutation {
        Bool.random(using: &generator) ? bytes : all.randomElement(using: &generator) ?? bytes
    }

    // MARK: Bytes

    private static let bytes = Mutation("random bytes") { film, boxes, generator in
        guard let box = boxes.index.randomElement(using: &generator) else { return }
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            film.spoil(box.range, &generator)
        }
    }

    private static let configuration = Mutation("codec's configuration") { film, boxes, generator in
        guard let box = boxes.all("stsd").randomElement(using: &generator) else { return }
        for _ in 0..<4 { film.spoil(box.payload.dropFirst(16), &generator) }
    }

    // MARK: Sizes

    private static let sizes = [
        size("huge size") { [$0 * 2, 0x00FF_FFFF, 0x7FFF_FFFF] },
        size("tiny size") { _ in [0, 2, 7] },
        size("negative size") { _ in [0x8000_0000, 0xFFFF_FFFF] },
        Mutation("64-bit size") { film, boxes, generator in
            guard let box = boxes.index.randomElement(using: &generator) else { return }
            film.put(1, at: box.range.lowerBound)
            let high = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] as [UInt32]
            film.put(high.randomElement(using: &generator) ?? 0, at: box.payload.lowerBound)
        },
        Mutation("nested boxes") { film, boxes, generator in
            guard let box = boxes.index.randomElement(using: &generator) else { return }
            let type = ["moov", "trak", "udta", "edts", "moof"].randomElement(using: &generator)
            var nested = Data()
            for _ in 0..<Int.random(in: 2...1000, using: &generator) {
                nested = .box(type ?? "moov", nested)
            }
            film.append(nested, to: box)
        },
        Mutation("many boxes") { film, boxes, generator in
            guard let box = boxes.index.randomElement(using: &generator) else { return }
            let many = Int.random(in: 2...100, using: &generator)
            let twin = film.subdata(in: box.range)
            film.append(Data(repeatElement(twin, count: many).joined()), to: box)
        },
    ]

    private static func size(
        _ name: String, _ sizes: @escaping @Sendable (UInt32) -> [UInt32]
    ) -> Mutation {
        Mutation(name) { film, boxes, generator in
            guard let box = boxes.list.randomElement(using: &generator) else { return }
            let place = box.range.lowerBound
            let size = sizes(film.number(at: place)).randomElement(using: &generator)
            film.put(size ?? 0, at: place)
        }
    }
}

extension Data {
    /// Replaces a random byte of a range by a random value.
    fileprivate mutating func spoil(_ range: Range<Int>, _ generator: inout SeededGenerator) {
        guard let place = range.randomElement(using: &generator) else { return }
        self[place] = UInt8.random(in: .min ... .max, using: &generator)
    }
}
