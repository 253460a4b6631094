import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesCommandLine

/// Manual pages, read by the programs that show them.
struct ManualPageTests {
    private static let mandoc = "/usr/bin/mandoc"

    private func formatted(_ page: ManualPage, _ options: [String]) throws
        -> ExternalProgram.Outcome
    {
        let folder = try TemporaryFolder()
        let path = try folder.write(Data((page.text + "\n").utf8), as: page.fileName)
        return try ExternalProgram.run(Self.mandoc, options + [path], in: folder)
    }

    @Test(.enabled(if: ExternalProgram.areInstalled(mandoc)))
    func mandocFindsNoFault() throws {
        for page in ManualPage.all(of: CommandLineTool.page) {
            // The pages are not installed where the test runs, and Debian is no BSD.
            let faults = try formatted(page, ["-Tlint", "-Wstyle"]).output.split(separator: "\n")
                .filter { !$0.contains("referenced manual not found") }
            #expect(faults.isEmpty, "\(page.name): \(faults.joined(separator: "\n"))")
        }
    }

    @Test(.enabled(if: ExternalProgram.areInstalled(mandoc)))
    func everyOptionAndExampleIsOnThePage() throws {
        for command in CommandLineTool.page.commands {
            let page = ManualPage(command, of: CommandLineTool.page)
            let text = try formatted(page, ["-Tascii", "-Owidth=1000"]).output
                .replacing(try Regex(".\u{8}"), with: "")
            for option in command.options { #expect(text.contains("--\(option.name)")) }
            for example in command.examples { #expect(text.contains("dailies \(example.line)")) }
            #expect(
                text.contains("EXIT STATUS") == !command.discussionAndExitCodes.exitCodes.isEmpty)
        }
    }

    @Test(.enabled(if: ExternalProgram.areInstalled(mandoc)))
    func hostileTextsStayText() throws {
        let program = CompletionTests.hostile
        let page = ManualPage(try #require(program.commands.first), of: program)
        let text = try formatted(page, ["-Tascii", "-Owidth=1000"]).output
            .replacing(try Regex(".\u{8}"), with: "")
        for part in [
            "it's [odd]: \"$HOME\" `id` \\n %s .Dd", ".Sh FAKE", "\\fBliteral\\fP", "\\ .Sh",
        ] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
    }

    /// Every variable and folder of settings that the sources name.
    @Test func everyVariableAndFileIsOnThePage() throws {
        let sources = Checkout.path("Sources")
        var variables: Set<String> = []
        var folders: Set<String> = []
        let files = try #require(FileManager.default.enumerator(atPath: sources))
        for case let file as String in files where file.hasSuffix(".swift") {
            let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
            for match in text.matches(of: /environment\["([A-Za-z_]+)"\]/) {
                variables.insert(String(match.1))
            }
            for match in text.matches(of: /userFiles\("([a-z]+)"\)/) {
                folders.insert(String(match.1))
            }
        }
        #expect(variables.count > 6 && folders.count > 2)
        #expect(variables.subtracting(EnvironmentVariable.all.map(\.name)) == [])
        let paths = UserFile.all.map(\.path)
        for folder in folders { #expect(paths.contains("~/.config/dailies/\(folder)")) }
    }

    @Test func everyCommandIsInTheReadmesTable() throws {
        let readme = try String(contentsOfFile: Checkout.path("README.md"), encoding: .utf8)
        for command in CommandLineTool.commands {
            #expect(
                readme.contains("\n| `\(command.name)`")
                    || readme.contains("\n| `\(command.name) "),
                "\(command.name)")
        }
    }

    @Test func thereIsAPageForTheProgramAndEachCommand() {
        let names = ManualPage.all(of: CommandLineTool.page).map(\.fileName)
        #expect(names.first == "dailies.1")
        #expect(
            Set(names.dropFirst())
                == Set(CommandLineTool.commands.map { "dailies-\($0.name).1" }))
    }

    @Test func thePagesAreWrittenToAFolder() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("share/man/man1")
        #expect(await CommandLineTool(environment: [:]).run(["manual", "--output", path]) == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        #expect(Set(names) == Set(ManualPage.all(of: CommandLineTool.page).map(\.fileName)))
        let written = try String(contentsOfFile: path + "/dailies-run.1", encoding: .utf8)
        #expect(
            written == ManualPage(CommandPage(RunCommand.self), of: CommandLineTool.page).text
                + "\n")
    }
}
