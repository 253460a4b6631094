/// A manual page in mdoc, the language of the manual pages of BSD, which man-db and mandoc format.
struct ManualPage {
    /// The page's name, such as `dailies-run`; its section is 1.
    let name: String
    /// The text of the file, without the line break at its end.
    let text: String

    /// The file's name, such as `dailies-run.1`.
    var fileName: String { "\(name).1" }

    /// The pages of a program and of all its commands.
    static func all(of program: ProgramPage) -> [ManualPage] {
        [ManualPage(program)] + program.commands.map { ManualPage($0, of: program) }
    }

    /// The page of the program.
    init(_ program: ProgramPage) {
        name = "dailies"
        let commands = program.commands.map { command in
            let operands = command.synopsis.isEmpty ? "" : " Ar \(Mdoc.words(command.synopsis))"
            return """
                .It Cm \(Mdoc.words(command.name))\(operands)
                \(Mdoc.sentences(command.summary + "."))
                See
                .Xr dailies-\(command.name) 1 .
                """
        }
        let files = UserFile.all.map {
            ".It Pa \(Mdoc.words($0.path))\n\(Mdoc.sentences($0.purpose))"
        }
        let variables = EnvironmentVariable.all.map {
            ".It Ev \($0.name)\n\(Mdoc.sentences($0.purpose))"
        }
        text = Mdoc.page(
            name: "dailies", date: program.date, version: program.version,
            summary: ProgramPage.summary,
            sections: [
                ("SYNOPSIS", ".Nm\n.Ar command\n.Op Ar options\n.Op Ar operands"),
                (
                    "DESCRIPTION",
                    """
                    .Nm
                    buys each shot of a list from a hosted video model, downloads the files,
                    verifies each against the request that bought it, and joins them into one
                    film with a report.
                    A session can be stopped at any moment: the same command goes on from there,
                    and buys nothing twice.
                    """
                ),
                ("COMMANDS", Mdoc.list(commands)),
                ("OPTIONS", Mdoc.list(ProgramPage.options.map(Mdoc.item))),
                ("ENVIRONMENT", Mdoc.list(variables)),
                ("FILES", Mdoc.list(files)),
                (
                    "EXIT STATUS",
                    "The page of each command lists its exit codes.\nEverywhere, 2 is wrong usage and 70 a fault of the program or the machine."
                ),
                (
                    "SEE ALSO",
                    program.commands.map(\.name).sorted().map { ".Xr dailies-\($0) 1" }
                        .joined(separator: " ,\n")
                ),
            ])
    }

    /// The page of a command.
    init(_ command: CommandPage, of program: ProgramPage) {
        name = "dailies-\(command.name)"
        let (discussion, exitCodes) = command.discussionAndExitCodes
        let operands = command.synopsis.isEmpty ? "" : "\n.Ar \(Mdoc.words(command.synopsis))"
        let examples = command.examples.map { example in
            "\(Mdoc.sentences(example.purpose + ":"))\n.Pp\n.Dl \(Mdoc.words("dailies \(example.line)"))"
        }
        text = Mdoc.page(
            name: name, date: program.date, version: program.version, summary: command.summary,
            sections: [
                ("SYNOPSIS", ".Nm dailies\n.Cm \(command.name)\n.Op Ar options\(operands)"),
                ("DESCRIPTION", Mdoc.paragraphs(discussion)),
                ("OPTIONS", Mdoc.list(command.options.map(Mdoc.item))),
                ("EXIT STATUS", Mdoc.paragraphs(exitCodes)),
                ("EXAMPLES", examples.joined(separator: "\n.Pp\n")),
                ("SEE ALSO", ".Xr dailies 1"),
            ])
    }
}
