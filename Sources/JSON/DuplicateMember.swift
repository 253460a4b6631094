package import Foundation

/// A member that an object of a JSON document has twice: parsers keep one of the two without a word.
package struct DuplicateMember: Hashable, Sendable {
    package let name: String
    /// The line of the second one, from 1.
    package let line: Int
}

extension JSONValue {
    /// The members that objects of a valid document have twice, in the order of the document.
    package static func duplicateMembers(in document: Data) -> [DuplicateMember] {
        var scan = MemberScan()
        for byte in document { scan.read(byte) }
        return scan.duplicates
    }
}

/// Scans a JSON document for names that occur twice in one object.
///
/// It is fed byte by byte.
private struct MemberScan {
    private(set) var duplicates: [DuplicateMember] = []
    private var line = 1
    /// The open lists and objects from the outside in.
    private var open: [Container] = []
    /// The bytes of the current string without its quotes; `nil` outside strings.
    private var text: [UInt8]?
    private var isEscaped = false

    private struct Container {
        var isObject: Bool
        /// Whether the next string is the name of a member.
        var expectsName: Bool
        var names: Set<String> = []
    }

    mutating func read(_ byte: UInt8) {
        if text != nil {
            readString(byte)
            return
        }
        switch byte {
        case UInt8(ascii: "\n"): line += 1
        case UInt8(ascii: "\""): text = []
        case UInt8(ascii: "{"): open.append(Container(isObject: true, expectsName: true))
        case UInt8(ascii: "["): open.append(Container(isObject: false, expectsName: false))
        case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
        case UInt8(ascii: ":"): setExpectsName(false)
        case UInt8(ascii: ","): setExpectsName(true)
        default: break
        }
    }

    private mutating func readString(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            endString()
            return
        }
        text?.append(byte)
    }

    private mutating func endString() {
        defer { text = nil }
        guard let text, let object = open.last, object.isObject, object.expectsName else { return }
        let quoted = Data([UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")])
        let name =
            (try? JSONDecoder().decode(String.self, from: quoted))
            ?? String(decoding: text, as: UTF8.self)
        if !open[open.count - 1].names.insert(name).inserted {
            duplicates.append(DuplicateMember(name: name, line: line))
        }
    }

    private mutating func setExpectsName(_ value: Bool) {
        guard let last = open.indices.last, open[last].isObject else { return }
        open[last].expectsName = value
    }
}
