import DailiesJSON
import Foundation

extension JSONValue {
    /// Whether an input that a provider's list shows contains everything that was sent; it may contain
    /// defaults as well.
    func containsAll(of sent: JSONValue) -> Bool {
        switch (self, sent) {
        case (.object(let echoed), .object(let members)):
            members.allSatisfy { name, value in (echoed[name] ?? .null).containsAll(of: value) }
        case (.array(let echoed), .array(let list)):
            echoed.count == list.count && zip(echoed, list).allSatisfy { $0.containsAll(of: $1) }
        case (.integer, .number), (.number, .integer): number == sent.number
        default: self == sent
        }
    }

    /// A time in ISO 8601, with or without fractions of a second; `nil` if it is something else.
    var time: Date? {
        text.flatMap { text in
            (try? Date(text, strategy: .iso8601))
                ?? (try? Date(
                    text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        }
    }
}
