import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesCommandLine

/// The examples of the help, which a shell and the command itself must understand.
struct CommandExampleTests {
    /// The words of an example as a shell splits them; what is redirected isn't among them.
    private func words(_ line: String) throws -> [String] {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/.config/fish/completions", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: folder.path + "/.local/share/bash-completion/completions",
            withIntermediateDirectories: true)
        try folder.write(Data("a.mp4\n".utf8), as: "names.txt")
        let result = try ExternalProgram.run(
            ExternalProgram.shell,
            ["-c", "man() { :; }; dailies() { printf '%s\\n' \"$@\" >&2; }; dailies \(line)"],
            in: folder, environment: ["HOME": folder.path])
        return result.errorOutput.split(separator: "\n").map(String.init)
    }

    @Test(arguments: CommandLineTool.page.commands)
    func everyExampleIsAccepted(command: CommandPage) throws {
        #expect(!command.examples.isEmpty, "\(command.name) has no example")
        let type = try CommandLineTool.command(command.name)
        for example in command.examples {
            let words = try words(example.line)
            #expect(words.first == command.name)
            func isParsed<Parsed: Command>(_ type: Parsed.Type) throws -> Bool {
                try type.parse(Array(words.dropFirst())) != nil
            }
            #expect(try isParsed(type), "\(example.line)")
            #expect(!example.purpose.hasSuffix("."))
        }
    }
}
