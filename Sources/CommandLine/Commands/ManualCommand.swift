import DailiesLanding
import Foundation

/// Prints manual pages, or writes all of them to a folder.
struct ManualCommand: Command {
    static let name = "manual"
    static let summary = "print a manual page, or write all of them to a folder"
    static let discussion = """
        The pages are in mdoc, which man and mandoc format. Without an operand the page of the program
        itself is printed.
        Exit 0 printed or written, 2 wrong usage.
        """
    static let examples = [
        CommandExample("manual run | man -l -", "Shows the manual page of run"),
        CommandExample(
            "manual --output ~/.local/share/man/man1", "Installs all pages: man dailies-run"),
    ]

    private let folder: String?
    private let command: String?

    init(_ options: inout OptionReader) {
        folder = options.option(
            "output", short: "o", .directory(), "write all pages to this folder, which is made")
        let names = CommandLineTool.commands.map { $0.name }
        let word = options.operand("[COMMAND]", .choice(names), default: "")
        command = word.isEmpty ? nil : word
        options.require(
            folder == nil || command == nil, "--output writes all pages; name no command with it")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let program = CommandLineTool.page
        if let folder {
            do {
                try Landing.createFolder(folder)
            } catch {
                throw UsageError("\(folder) can't be made: \(error)")
            }
            for page in ManualPage.all(of: program) {
                let path = (folder as NSString).appendingPathComponent(page.fileName)
                try Landing.write(Data((page.text + "\n").utf8), as: path)
            }
        } else if let command {
            let page = CommandPage(try CommandLineTool.command(command))
            context.console.output(ManualPage(page, of: program).text)
        } else {
            context.console.output(ManualPage(program).text)
        }
        return .success
    }
}
