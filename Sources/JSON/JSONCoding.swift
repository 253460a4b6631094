package import Foundation

extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Strings first, because they are most frequent: each failed attempt creates an error, which is
        // slow.
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

/// The text isn't valid JSON; `JSONDocument` says where and why.
package struct JSONSyntaxError: Error, Sendable {}

extension JSONValue {
    /// The deepest nesting of lists and objects; documents that we read have far fewer levels.
    static let nestingLimit = 64

    /// Parses one JSON document.
    ///
    /// - Throws: `JSONSyntaxError`, also if values are nested deeper than 64 levels.
    package init(parsing bytes: Data) throws(JSONSyntaxError) {
        guard Self.nesting(of: bytes) <= Self.nestingLimit else { throw JSONSyntaxError() }
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: bytes)
        } catch {
            throw JSONSyntaxError()
        }
    }

    /// The canonical bytes: members sorted by name, no white space, slashes not escaped.
    ///
    /// Equal values always have the same bytes, so a digest over them identifies the value.
    package var canonicalBytes: Data { Data(written(isIndented: false)) }

    /// The canonical text on one line.
    package var line: String { String(decoding: written(isIndented: false), as: UTF8.self) }

    /// The bytes of a file for people: indented, with sorted members, and with a newline at the end.
    package var fileBytes: Data {
        var bytes = written(isIndented: true)
        bytes.append(0x0A)
        return Data(bytes)
    }

    private func written(isIndented: Bool) -> [UInt8] {
        var writer = JSONWriter(isIndented: isIndented)
        writer.write(self)
        return writer.bytes
    }

    /// The canonical text of an encodable value on one line, as `JSONValue(encoding: value).line`
    /// without making the value first; `null` if it can't be encoded.
    package static func line(encoding value: some Encodable) -> String {
        String(
            decoding: bytes(encoding: value, [.sortedKeys, .withoutEscapingSlashes]), as: UTF8.self)
    }

    private static func bytes(
        encoding value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
    ) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        // Encoding a `JSONValue` never fails; a value of another type that can't be encoded becomes `null`.
        return (try? encoder.encode(value)) ?? Data("null".utf8)
    }
}

extension JSONValue {
    /// The JSON form of an encodable value; `null` if it can't be encoded.
    package init(encoding value: some Encodable) {
        self = (try? JSONValue(parsing: Self.bytes(encoding: value, []))) ?? .null
    }
}

extension JSONValue {
    /// The nesting depth of lists and objects, counted without recursion before a recursive parser
    /// can overflow its stack.
    private static func nesting(of bytes: Data) -> Int {
        var depth = 0
        var deepest = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\"): isEscaped = isInString
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += isInString ? 0 : 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= isInString ? 0 : 1
            default: break
            }
        }
        return deepest
    }
}
