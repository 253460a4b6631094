import Testing

@testable import DailiesCommandLine

/// The help tells everything a command understands.
struct HelpTests {
    static let names = CommandLineTool.commands.map { $0.name }

    private func command(_ name: String) throws -> any Command.Type {
        try #require(CommandLineTool.commands.first { $0.name == name })
    }

    @Test(arguments: names)
    func aCommandsHelpNamesEachOfItsOptions(name: String) throws {
        let command = try command(name)
        let help = command.help
        #expect(help.hasPrefix(command.summary))
        #expect(help.contains("usage: dailies \(name) [options]"))
        for option in command.declarations.options + [.help] {
            let value = option.value.map { " \($0.placeholder)" } ?? ""
            #expect(help.contains("--\(option.name)\(value)"))
            #expect(help.contains(option.help))
            if let short = option.short { #expect(help.contains("-\(short), --\(option.name)")) }
        }
    }

    @Test func theOverviewNamesEveryCommand() {
        for command in CommandLineTool.commands {
            #expect(CommandLineTool.help.contains("  \(command.name)"))
            #expect(CommandLineTool.help.contains(command.summary))
        }
    }

    @Test func columnsAreAligned() {
        #expect(columns([("a", "1"), ("long", "2")]) == "a     1\nlong  2")
        #expect(columns([]) == "")
    }
}
