package import Foundation

/// A kind of damage to the payload of a film; the same seed always gives the same damage.
package struct Damage: Sendable {
    package let name: String
    private let change: @Sendable (inout Data, ClipLayout, inout SeededGenerator) -> Void

    private init(
        _ name: String,
        _ change: @escaping @Sendable (inout Data, ClipLayout, inout SeededGenerator) -> Void
    ) {
        self.name = name
        self.change = change
    }

    /// The bytes of a film with the damage.
    package func applied(to film: Data, _ layout: ClipLayout, seed: UInt64) -> Data {
        var damaged = film
        var generator = SeededGenerator(seed: seed)
        change(&damaged, layout, &generator)
        return damaged
    }

    /// Fourteen kinds of damage to an H.264 clip whose index is in front.
    package static let all = [
        flip("bit in a key frame") { slice(.key, $0, &$1) },
        flip("bit in a P frame") { slice(.predicted, $0, &$1) },
        flip("bit in a B frame") { slice(.bidirectional, $0, &$1) },
        flip("bit in a NAL length") { $0.pictures.randomElement(using: &$1)?.length.dropFirst() },
        flip("bit in an AAC frame") { $0.sounds.randomElement(using: &$1) },
        Damage("1 KB of noise") { film, layout, generator in
            let noise = (0..<1024).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            film.replaceSubrange(part(layout.media, noise.count, &generator), with: noise)
        },
        zero("4 KB of zeros in a slice") { layout, generator in
            let big = layout.pictures.filter { $0.slice.count > 8192 }
            return big.randomElement(using: &generator)
                .map { part($0.slice.dropFirst(64).dropLast(64), 4096, &generator) }
        },
        zero("64 KB of zeros") { part($0.media, chunk, &$1) },
        zero("zeros from 60 % on") { layout, _ in
            layout.media.dropFirst(layout.media.count * 6 / 10)
        },
        zero("nothing but zeros") { layout, _ in layout.media },
        Damage("64 KB lost") { $0.removeSubrange(part($1.media, chunk, &$2)) },
        Damage("64 KB twice") { film, layout, generator in
            let twice = part(layout.media, chunk, &generator)
            film.insert(contentsOf: film.subdata(in: twice), at: twice.upperBound)
        },
        Damage("LF became CRLF") { film, layout, _ in
            var text = Data()
            for line in film[layout.media].split(separator: 10, omittingEmptySubsequences: false) {
                text += line + [13, 10]
            }
            film.replaceSubrange(layout.media, with: text.dropLast(2))
        },
        Damage("HTTP header in front") { film, _, _ in
            film = Data("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n".utf8) + film
        },
    ]

    private static let chunk = 65_536

    // MARK: Kinds of damage

    private static func flip(
        _ name: String,
        _ place: @escaping @Sendable (ClipLayout, inout SeededGenerator) -> Range<Int>?
    ) -> Damage {
        Damage(name) { film, layout, generator in
            guard let offset = place(layout, &generator)?.randomElement(using: &generator) else {
                return
            }
            film[offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
    }

    private static func zero(
        _ name: String,
        _ place: @escaping @Sendable (ClipLayout, inout SeededGenerator) -> Range<Int>?
    ) -> Damage {
        Damage(name) { film, layout, generator in
            guard let range = place(layout, &generator) else { return }
            film.replaceSubrange(range, with: Data(count: range.count))
        }
    }

    // MARK: Damaged ranges

    /// The middle half of a picture's slice, which contains neither its header nor its last bits.
    private static func slice(
        _ kind: ClipLayout.Kind, _ layout: ClipLayout, _ generator: inout SeededGenerator
    ) -> Range<Int>? {
        let picture = layout.pictures.filter { $0.kind == kind }.randomElement(using: &generator)
        return picture.map {
            let quarter = $0.slice.count / 4
            return $0.slice.dropFirst(quarter).dropLast(quarter)
        }
    }

    /// A random part of a range with so many bytes.
    private static func part(
        _ range: Range<Int>, _ count: Int, _ generator: inout SeededGenerator
    ) -> Range<Int> {
        let start = Int.random(in: range.lowerBound...range.upperBound - count, using: &generator)
        return start..<start + count
    }
}
