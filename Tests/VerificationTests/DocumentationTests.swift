import DailiesTestSupport
import Foundation
import Testing

/// The articles of the libraries and the code in them.
struct DocumentationTests {
    private static let modules = ["Verification", "Inspection", "Policy", "Assembly", "Timeline"]

    /// Paths in the checkout.
    private static let articles: [String] = modules.flatMap { module in
        let folder = "Sources/\(module)/Dailies\(module).docc"
        let names = try? FileManager.default.contentsOfDirectory(atPath: Checkout.path(folder))
        return (names ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: Checkout.path(path), encoding: .utf8)
    }

    /// Programs that are built by `.ci/run`.
    private static func compiledTexts() throws -> [String] {
        try ["Tests/Consumer/Sources", "samples/check-takes/Sources"].flatMap { folder in
            let files = FileManager.default.enumerator(atPath: Checkout.path(folder))
            return try (files?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".swift") }
                .map { try text("\(folder)/\($0)") }
        }
    }

    /// Every block of Swift is a part of a program that is compiled, line by line.
    @Test(arguments: articles + ["README.md"]) func codeIsCompiledSomewhere(path: String) throws {
        let programs = try Self.compiledTexts()
        #expect(programs.count > 6)
        for block in try Self.text(path).matches(of: /```swift\n((?:[^`]|`(?!``))*)```/) {
            #expect(
                programs.contains { "\n\($0)".contains("\n\(block.1)") }, "\(path): \(block.1)")
        }
    }

    @Test func theArticlesAreThere() {
        #expect(Self.articles.count == 11)
    }

    /// The page that a reader sees first is short.
    @Test(arguments: modules) func aLandingPageIsShort(module: String) throws {
        let page = try Self.text("Sources/\(module)/Dailies\(module).docc/Dailies\(module).md")
        #expect(page.split(separator: "\n", omittingEmptySubsequences: false).count <= 41)
    }
}
