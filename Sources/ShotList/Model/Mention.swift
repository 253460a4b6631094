/// How a prompt refers to a numbered entry, such as `@Element1`.
package struct Mention: Hashable, Sendable {
    private let prefix: String
    private let suffix: String

    /// Reads `@Element#`, where `#` stands for the number; `nil` without exactly one `#`.
    init?(_ pattern: String) {
        let parts = pattern.split(separator: "#", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        prefix = String(parts[0])
        suffix = String(parts[1])
    }

    /// The digits of every reference in a text.
    func numbers(in text: String) -> [String] {
        text.components(after: prefix).compactMap { rest in
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let isReference = !digits.isEmpty && rest[digits.endIndex...].hasPrefix(suffix)
            return isReference ? String(digits) : nil
        }
    }

    /// The reference to the entry whose number has these digits.
    func written(_ digits: String) -> String { prefix + digits + suffix }
}

extension String {
    /// What follows each occurrence of a text.
    fileprivate func components(after separator: String) -> [Substring] {
        ranges(of: separator).map { self[$0.upperBound...] }
    }
}
