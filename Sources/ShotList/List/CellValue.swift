import DailiesJSON
import Foundation

/// Reads cells of tables as values of fields.
enum CellValue {
    /// The value of a cell that isn't empty; text where it isn't what the field needs, so that reading
    /// the field says what is expected.
    static func value(_ text: String, of field: String) -> JSONValue {
        switch ShotFields.kinds[field] {
        case .number?: number(text) ?? .string(text)
        case .truth?: truth(text) ?? .string(text)
        case .texts?: texts(text, of: field)
        case .json?: json(text)?.value ?? .string(text)
        case .text? where field == "aspect_ratio": .string(aspectRatio(text))
        case .text?, nil: .string(text)
        }
    }

    /// The JSON text in a cell, if the field needs a list or an object; `nil` for other cells.
    static func json(_ text: String, of field: String) -> JSONDocument? {
        ShotFields.kinds[field] == .json ? json(text) : nil
    }

    private static func json(_ text: String) -> JSONDocument? {
        text.hasPrefix("[") || text.hasPrefix("{") ? JSONDocument(Data(text.utf8)) : nil
    }

    /// The value of a model's own field, or of metadata: what JSON reads as a number, or as true or
    /// false; any other text is a text.
    ///
    /// Metadata are the user's own: a number that JSON would write in another way, such as 1.10 or one
    /// of twenty digits, keeps its digits as a text.
    static func member(_ text: String, of field: String) -> JSONValue {
        let document = JSONDocument(Data(text.utf8))
        guard document.flaws.isEmpty, let value = document.value else { return .string(text) }
        guard field == "metadata" else { return value }
        switch value {
        case .bool, .integer, .number: return value.line == text ? value : .string(text)
        case .null, .string, .array, .object: return .string(text)
        }
    }

    /// A number, also with a decimal comma, as spreadsheets of many languages write it.
    ///
    /// 1,000 may be one or a thousand: it is no number.
    private static func number(_ text: String) -> JSONValue? {
        guard text.wholeMatch(of: /[+-]?[1-9][0-9]*,[0-9]{3}/) == nil else { return nil }
        let plain = text.replacing(",", with: ".")
        guard plain.wholeMatch(of: /[+-]?[0-9]+(\.[0-9]+)?/) != nil, let number = Double(plain),
            number.isFinite
        else { return nil }
        return Int(plain).map(JSONValue.integer) ?? Int(exactly: number).map(JSONValue.integer)
            ?? .number(number)
    }

    /// What spreadsheets call true and false in the languages of their users.
    private static let truths: Set = [
        "true", "yes", "1", "wahr", "vrai", "verdadero", "vero", "verdadeiro", "waar", "prawda",
        "pravda", "sant", "sand", "истина",
    ]
    private static let untruths: Set = [
        "false", "no", "0", "falsch", "faux", "falso", "onwaar", "fałsz", "nepravda", "falskt",
        "falsk", "ложь",
    ]

    private static func truth(_ text: String) -> JSONValue? {
        let word = text.lowercased()
        if truths.contains(word) { return true }
        return untruths.contains(word) ? .some(false) : .none
    }

    /// Several texts, as a list in JSON or separated by commas; one provider stays a text.
    private static func texts(_ text: String, of field: String) -> JSONValue {
        if let value = json(text)?.value { return value }
        let parts = text.split { $0 == "," || $0 == ";" }
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        if field == "provider", parts.count == 1 { return .string(parts[0]) }
        return .array(parts.map(JSONValue.string))
    }

    /// An aspect ratio that a spreadsheet has made a time of: a typed 16:9 becomes 16:09:00, or
    /// 04:09:00 PM.
    private static func aspectRatio(_ text: String) -> String {
        let form = /0?([0-9]+):0?([0-9]+)(?::00)?(?: ?([AP])M)?/.ignoresCase()
        guard let time = text.wholeMatch(of: form), let hour = Int(time.1) else { return text }
        let isAfternoon = time.3?.lowercased() == "p" && hour < 12
        return "\(isAfternoon ? hour + 12 : hour):\(time.2)"
    }
}
