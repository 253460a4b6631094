import DailiesGeneration
import Testing

@testable import DailiesCommandLine

/// The declarations of the commands, which completions and manual pages are made from too.
struct CommandDeclarationTests {
    static let names = CommandLineTool.commands.map { $0.name }

    private func command(_ name: String) throws -> any Command.Type {
        try #require(CommandLineTool.commands.first { $0.name == name })
    }

    /// Everything that a command declares while it reads arguments.
    private func declared<Declaring: Command>(
        by command: Declaring.Type, reading arguments: [String]
    ) throws -> Declarations {
        let options = command.declarations.options
        var reader = OptionReader(try ParsedArguments(arguments, options: options))
        _ = command.init(&reader)
        return reader.declarations
    }

    @Test(arguments: names)
    func declaringDoesNotDependOnTheArguments(name: String) throws {
        let command = try command(name)
        let declarations = command.declarations
        let everyOption = declarations.options.flatMap { option in
            option.value == nil ? ["--\(option.name)"] : ["--\(option.name)", "1"]
        }
        for arguments in [everyOption, everyOption + ["a", "b", "c"], ["a"]] {
            #expect(try declared(by: command, reading: arguments) == declarations)
        }
    }

    @Test(arguments: names)
    func aCommandsOptionsAreAllDifferent(name: String) throws {
        let options = try command(name).declarations.options + [.help]
        #expect(Set(options.map(\.name)).count == options.count)
        let letters = options.compactMap(\.short)
        #expect(Set(letters).count == letters.count)
    }

    @Test(
        arguments: [
            ("run", "output", .directory), ("run", "provider", .words(ProviderRegistry.names)),
            ("run", "concurrency", .number), ("assemble", "output", .file),
            ("assemble", "fit", .choice(["pad", "blur", "crop"])),
            ("assemble", "audio", .choice(["exact", "none"])), ("assemble", "title", .text),
            ("verify", "level", .choice(["header", "packets", "decode", "content"])),
            ("verify", "duration", .duration), ("verify", "policy", .file),
        ] as [(String, String, ValueKind)])
    func aValueHasItsKind(name: String, option: String, kind: ValueKind) throws {
        let declared = try command(name).declarations.options.first { $0.name == option }
        #expect(declared?.value?.kind == kind)
    }

    @Test func sessionsShareTheirOptions() {
        let run = RunCommand.declarations
        let rehearse = RehearseCommand.declarations
        let shared = SessionOptions.declarations.options
        #expect(Array(run.options.prefix(shared.count)) == shared)
        // The help of --output names another folder.
        #expect(rehearse.options.prefix(shared.count).map(\.name) == shared.map(\.name))
        #expect(
            Array(rehearse.options.prefix(shared.count).dropFirst()) == Array(shared.dropFirst()))
        #expect(run.operands == rehearse.operands)
        #expect(run.operands == PlanCommand.declarations.operands)
        #expect(Set(run.options).isSuperset(of: PlanCommand.declarations.options))
    }
}
