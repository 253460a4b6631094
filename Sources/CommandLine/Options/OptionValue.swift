import DailiesShotList
import Foundation

/// How the text after an option becomes a typed value.
struct OptionValue<Value: Sendable>: Sendable {
    let declaration: ValueDeclaration
    /// What an error says is expected, such as "a shape such as 16:9".
    let expected: String
    /// Reads the text: `nil` where it isn't what is expected.
    ///
    /// - Throws: an explanation that takes the place of the usual error.
    let parse: @Sendable (String) throws(UsageError) -> Value?

    init(
        _ placeholder: String, _ kind: ValueKind = .text, expected: String,
        parse: @escaping @Sendable (String) throws(UsageError) -> Value?
    ) {
        declaration = ValueDeclaration(placeholder: placeholder, kind: kind)
        self.expected = expected
        self.parse = parse
    }

    /// The error for a wrong value: the option, what is expected, what was found.
    func error(for option: String, _ text: String) -> UsageError {
        switch declaration.kind {
        case .number:
            return UsageError("--\(option) takes \(expected), and \"\(text)\" is none")
        case .choice(let words), .words(let words):
            let advice = proposal(for: text, among: words)
            return UsageError("--\(option) takes \(expected), not \"\(text)\"\(advice)")
        default:
            return UsageError("--\(option) takes \(expected), not \"\(text)\"")
        }
    }

    /// The same value, except that one word is refused with an explanation.
    func refusing(_ word: String, _ explanation: String) -> OptionValue {
        OptionValue(declaration.placeholder, declaration.kind, expected: expected) {
            [parse] (text: String) throws(UsageError) -> Value? in
            if text == word { throw UsageError(explanation) }
            return try parse(text)
        }
    }
}

extension OptionValue where Value == String {
    /// Any text.
    static func text(_ placeholder: String, _ kind: ValueKind = .text) -> OptionValue {
        OptionValue(placeholder, kind, expected: "a text") { $0 }
    }

    static func file(_ placeholder: String = "FILE") -> OptionValue { text(placeholder, .file) }

    static func directory(_ placeholder: String = "DIR") -> OptionValue {
        text(placeholder, .directory)
    }
}

extension OptionValue where Value: LosslessStringConvertible & Comparable {
    /// A number within a range.
    static func number(
        _ placeholder: String, in range: ClosedRange<Value>
    ) -> OptionValue {
        OptionValue(
            placeholder, .number,
            expected: "a number from \(range.lowerBound) to \(range.upperBound)"
        ) { text in
            Value(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A number with a lower bound; the upper one is only known later.
    static func number(_ placeholder: String, from least: Value) -> OptionValue {
        OptionValue(placeholder, .number, expected: "a number from \(least) up") { text in
            Value(text).flatMap { $0 >= least ? $0 : nil }
        }
    }
}

extension OptionValue {
    /// One of a few words, each with its value.
    ///
    /// - Parameter placeholder: by default the words themselves, with bars between them.
    static func choice(
        _ placeholder: String? = nil, of choices: [(word: String, value: Value)]
    ) -> OptionValue {
        let words = choices.map(\.word)
        return OptionValue(
            placeholder ?? words.joined(separator: "|"), .choice(words),
            expected: alternatives(words)
        ) { text in
            choices.first { $0.word == text }?.value
        }
    }

    /// One of the words of an enumeration.
    static func choice(
        _ placeholder: String? = nil
    ) -> OptionValue where Value: CaseIterable & RawRepresentable<String> {
        choice(placeholder, of: Value.allCases.map { ($0.rawValue, $0) })
    }
}

extension OptionValue<[String]> {
    /// Words that are separated by commas.
    static func list(_ placeholder: String) -> OptionValue {
        OptionValue(placeholder, expected: "words that are separated by commas") { text in
            let words = text.split(separator: ",").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            return words.isEmpty ? nil : words
        }
    }
}

/// The clause that proposes the word nearest to a mistyped one, such as "; did you mean fal?"; empty
/// if none is near.
func proposal(for mistyped: String, among words: [String]) -> String {
    nearest(to: mistyped, among: words).map { "; did you mean \($0)?" } ?? ""
}

/// Words as a sentence lists them: "pad, blur or crop".
func alternatives(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
