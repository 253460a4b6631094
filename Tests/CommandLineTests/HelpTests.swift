import Testing

@testable import DailiesCommandLine

/// The help tells everything a command understands.
struct HelpTests {
    @Test(arguments: CommandLineTool.commands.map(\.name))
    func aCommandsHelpNamesEachOfItsOptions(name: String) throws {
        let command = try #require(CommandLineTool.commands.first { $0.name == name })
        let help = command.help
        #expect(help.hasPrefix(command.summary))
        #expect(help.contains("usage: dailies \(name) [options]"))
        for option in command.options + [.help] {
            let value = option.value.map { " \($0)" } ?? ""
            #expect(help.contains("--\(option.name)\(value)"))
            #expect(help.contains(option.help))
            if let short = option.short { #expect(help.contains("-\(short), --\(option.name)")) }
        }
    }

    @Test(arguments: CommandLineTool.commands.map(\.name))
    func aCommandsOptionsAreAllDifferent(name: String) throws {
        let command = try #require(CommandLineTool.commands.first { $0.name == name })
        let options = command.options + [.help]
        #expect(Set(options.map(\.name)).count == options.count)
        let letters = options.compactMap(\.short)
        #expect(Set(letters).count == letters.count)
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
