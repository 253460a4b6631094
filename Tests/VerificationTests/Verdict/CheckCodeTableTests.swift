import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// The article that lists every check code, made from the code.
struct CheckCodeTableTests {
    private static let article = Checkout.path(
        "Sources/Verification/DailiesVerification.docc/CheckCodes.md")

    /// What a check says, from the comment at its declaration, by the check's name.
    private static func meanings() throws -> [String: String] {
        let file = Checkout.path("Sources/Verification/Verdict/CheckCode.swift")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let declaration =
            /((?:\n    \/\/\/ [^\n]*)+)\n    public static let \w+ = CheckCode\(\s*"([\w.]+)"/
        return text.matches(of: declaration).reduce(into: [:]) { meanings, match in
            let lines = match.1.split(separator: "\n").map { $0.dropFirst("    /// ".count) }
            meanings[String(match.2)] = lines.joined(separator: " ")
        }
    }

    private static func text() throws -> String {
        let meanings = try meanings()
        let rows = try CheckCode.all.map { code in
            let item = try #require(code.ebuItem)
            let rule = ActionRules.standard.rules.first { rule in
                rule.codes.contains { pattern in
                    pattern.hasSuffix("*")
                        ? code.rawValue.hasPrefix(pattern.dropLast()) : pattern == code.rawValue
                }
            }
            let cells = [
                "`\(code.rawValue)`", try #require(meanings[code.rawValue], "\(code)"),
                [item.id, item.name].compactMap(\.self).joined(separator: " "),
                item.layer.rawValue, rule?.action.rawValue ?? "",
            ]
            return "| \(cells.joined(separator: " | ")) |"
        }
        return """
            # Check codes

            Every check of the library, with the term of the EBU that it answers.

            ## Overview

            The codes are stable: they stand in JSON, in reports for build servers and in the tables of ``ActionRules``. An item with a
            number is one of the EBU's catalogue (Tech 3363); the others have names in its style. The action is that of
            ``ActionRules/standard`` if the check fails; many checks only warn.

            | code | what is checked | EBU item | layer | if it fails |
            |---|---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }

    /// With `DAILIES_RECORD=1` in the environment the article is written instead, and the test fails, so
    /// that a recording is never taken for a pass.
    @Test func theArticleListsEveryCode() throws {
        let text = try Self.text()
        if ProcessInfo.processInfo.environment["DAILIES_RECORD"] == "1" {
            try Data(text.utf8).write(to: URL(fileURLWithPath: Self.article))
            Issue.record("recorded \(Self.article); run again without DAILIES_RECORD")
            return
        }
        #expect(try String(contentsOfFile: Self.article, encoding: .utf8) == text)
    }

    /// A code that is declared and not in `all` would have no EBU item when it is read from JSON.
    @Test func everyDeclaredCodeIsListed() throws {
        #expect(Set(try Self.meanings().keys) == Set(CheckCode.all.map(\.rawValue)))
    }
}
