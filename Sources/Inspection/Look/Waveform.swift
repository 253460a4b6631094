import Foundation

/// The envelope of a file's sound: the peak level of each of a fixed number of equal stretches of its
/// duration.
package struct Waveform: Sendable, Hashable {
    /// How many stretches there are.
    package static let count = 160
    /// The peak of each stretch, from 0 (−60 dBFS or less) to 255 (full scale), in equal steps of
    /// decibels.
    package let levels: [UInt8]

    init(levels: [UInt8]) { self.levels = levels }
}

extension Waveform: Codable {
    /// The schema of the JSON form, with its version.
    package static let schema = "dailies.waveform/1"

    private enum Key: String, CodingKey { case schema, levels }

    /// Reads what `encode` writes.
    ///
    /// - Throws: `DecodingError` for anything else.
    package init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        guard try object.decode(String.self, forKey: .schema) == Self.schema else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: object, debugDescription: "expected \(Self.schema)")
        }
        guard
            let bytes = Data(
                base64Encoded: try object.decode(String.self, forKey: .levels)),
            bytes.count == Self.count
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .levels, in: object,
                debugDescription: "expected \(Self.count) bytes in base64")
        }
        levels = [UInt8](bytes)
    }

    /// Writes the levels in base64.
    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(Self.schema, forKey: .schema)
        try object.encode(Data(levels).base64EncodedString(), forKey: .levels)
    }
}
