import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesCommandLine

/// The help pages, word for word as in `Golden`.
struct HelpTests {
    static let names = CommandLineTool.commands.map { $0.name }
    private static let golden = Checkout.path("Tests/CommandLineTests/Golden")

    private func command(_ name: String) throws -> any Command.Type {
        try #require(CommandLineTool.commands.first { $0.name == name })
    }

    /// With `DAILIES_RECORD=1` in the environment the page is written to `Golden` instead, and the
    /// test fails, so that a recording is never taken for a pass.
    @Test(arguments: ["dailies"] + names)
    func aPageIsAsRecorded(name: String) throws {
        let help =
            name == "dailies" ? CommandLineTool.page.help : CommandPage(try command(name)).help
        let page = help + "\n"
        let file = "\(Self.golden)/\(name).txt"
        if ProcessInfo.processInfo.environment["DAILIES_RECORD"] == "1" {
            try Data(page.utf8).write(to: URL(fileURLWithPath: file))
            Issue.record("recorded \(file); run again without DAILIES_RECORD")
            return
        }
        let recorded = try String(contentsOfFile: file, encoding: .utf8)
        #expect(page == recorded)
    }

    @Test func thereIsAPageForEachCommandAndNoOther() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.golden)
        #expect(Set(files) == Set((["dailies"] + Self.names).map { "\($0).txt" }))
    }

    @Test func columnsAreAligned() {
        #expect(columns([("a", "1"), ("long", "2")]) == "a     1\nlong  2")
        #expect(columns([]) == "")
    }
}
