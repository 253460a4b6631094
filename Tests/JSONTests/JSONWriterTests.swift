import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Written JSON is the same, byte by byte, as what Foundation's encoder writes: digests of earlier versions,
/// which used it, stay valid.
struct JSONWriterTests {
    private func foundation(_ value: JSONValue, isIndented: Bool) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            isIndented
            ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            : [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try encoder.encode(value)
    }

    private func expectSame(_ value: JSONValue) throws {
        #expect(try value.canonicalBytes == foundation(value, isIndented: false))
        #expect(try value.fileBytes == foundation(value, isIndented: true) + [0x0A])
    }

    @Test(
        arguments: [
            [], [:], [[]], [[:]], ["": []], [1, [2, [3]]],
            ["b": 1, "B": 2, "a10": 3, "a9": 4, "é": 5],
            ["e\u{301}": 1, "f": 2], ["\u{212B}": 1, "\u{100}": 2],
            ["\u{1F600}": 1, "\u{FFFD}": 2, "e\u{301}": 3, "\u{E9}": 4],
        ] as [JSONValue])
    func structures(_ value: JSONValue) throws { try expectSame(value) }

    @Test func everyUnitOfAText() throws {
        for unit in UInt32(0)...0x300 {
            try expectSame(.string(String(Unicode.Scalar(unit) ?? " ")))
        }
        try expectSame(.string("a\u{2028}b\u{2029}c\u{FEFF}/\\\"🎬"))
    }

    @Test func numbers() throws {
        let numbers = [
            0, -0.0, 1, -1, 0.1, 1e15, 1e16, 1e17, 1.5e300, .leastNonzeroMagnitude, 1e-5,
            123_456_789.125, .nan,
            .infinity, -.infinity, .greatestFiniteMagnitude, .leastNormalMagnitude, .pi,
        ]
        for number in numbers { try expectSame(.array([.number(number)])) }
        for integer in [Int.min, -1, 0, 1, .max] { try expectSame(.array([.integer(integer)])) }
    }

    @Test func documentsOfChance() throws {
        var generator = SeededGenerator(seed: 71)
        for _ in 0..<2000 { try expectSame(Self.value(&generator, depth: 0)) }
    }

    private static func value(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth < 4 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .integer(.random(in: .min ... .max, using: &generator))
        case 3:
            return .number(
                Double(bitPattern: .random(in: .min ... .max, using: &generator)))
        case 4: return .string(text(&generator))
        case 5:
            return .array(
                (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
                    value(&generator, depth: depth + 1)
                })
        default:
            let members = (0..<Int.random(in: 0..<6, using: &generator)).map { _ in
                (text(&generator), value(&generator, depth: depth + 1))
            }
            return .object(Dictionary(members, uniquingKeysWith: { _, last in last }))
        }
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0...0x7F, 0x20...0x7E, 0x80...0x7FF, 0x1F300...0x1F6FF,
        ]
        return String(
            String.UnicodeScalarView(
                (0..<Int.random(in: 0..<8, using: &generator)).compactMap { _ in
                    Unicode.Scalar(
                        UInt32.random(
                            in: ranges.randomElement(using: &generator) ?? 0...0x7F,
                            using: &generator))
                }))
    }
}
