import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesCommandLine

/// Completions, asked in the shells themselves.
struct CompletionTests {
    /// A half-typed command line, and words that must and must not be proposed for its last word.
    struct Case: Sendable, CustomTestStringConvertible {
        let words: [String]
        var has: [String] = []
        var lacks: [String] = []
        var testDescription: String { words.joined(separator: " ") }
    }

    static let cases = [
        Case(words: ["pl"], has: ["plan"], lacks: ["run"]),
        Case(words: ["rec"], has: ["reconcile", "recover", "receive"], lacks: ["run"]),
        Case(words: ["run", "--fi"], has: ["--fit"], lacks: ["--cap"]),
        Case(words: ["run", "--fit", ""], has: ["pad", "blur", "crop"], lacks: ["--fit", "run"]),
        Case(words: ["run", "tonight.json", "--ca"], has: ["--cap"]),
        Case(words: ["run", "--cap", "5", "--only", "010,020", "--par"], has: ["--partial"]),
        Case(words: ["verify", "--aspect-ratio", "16:9", "--le"], has: ["--level"]),
        Case(words: ["verify", "--level", "de"], has: ["decode"], lacks: ["header"]),
        Case(words: ["run", "--cap", ""], lacks: ["plan", "--cap"]),
        Case(words: ["help", "pro"], has: ["probe"]),
        Case(words: ["completions", ""], has: ["bash", "zsh", "fish"]),
        Case(words: ["status", "--js"], has: ["--json"], lacks: ["--fit"]),
        Case(words: ["nothing", "--"], lacks: ["--json"]),
    ]

    private func check(_ proposals: [String], _ asked: Case) {
        for word in asked.has { #expect(proposals.contains(word), "\(proposals)") }
        for word in asked.lacks { #expect(!proposals.contains(word), "\(proposals)") }
    }

    // MARK: bash

    /// What the function proposes for words that bash has split as readline does.
    private func bash(_ words: [String], _ script: String) throws -> (words: [String], talk: String)
    {
        let folder = try TemporaryFolder()
        try folder.write(Data(script.utf8), as: "dailies.bash")
        let typed = (["dailies"] + words).map { "'\($0)'" }.joined(separator: " ")
        let result = try ExternalProgram.run(
            ExternalProgram.shell,
            [
                "--norc", "-c",
                """
                set -u
                compopt() { printf '%s\\n' "$*" >&2; }
                source ./dailies.bash
                COMP_WORDS=(\(typed)); COMP_CWORD=\(words.count); COMPREPLY=()
                _dailies dailies
                printf '%s\\n' "${COMPREPLY[@]}"
                """,
            ], in: folder)
        #expect(result.status == 0)
        return (
            result.output.split(separator: "\n").map(String.init), result.errorOutput
        )
    }

    @Test(arguments: cases) func bashProposes(_ asked: Case) throws {
        // Readline splits words at colons.
        let words = asked.words.flatMap { word in
            word == "16:9" ? ["16", ":", "9"] : [word]
        }
        let (proposals, talk) = try bash(words, CompletionShell.bash.script(CommandLineTool.page))
        check(proposals, asked)
        #expect(!talk.contains("unbound") && !talk.contains("error"), "\(talk)")
    }

    @Test(
        arguments: [
            (["run", ""], "-o default"), (["run", "--output", ""], "-o dirnames"),
            (["status", ""], "-o dirnames"), (["fetch", "a", ""], ""),
            (["verify", "a.mp4", ""], "-o default"), (["run", "--music", "b"], "-o default"),
            (["run", "--", ""], "-o default"), (["run", "--json", ""], "-o default"),
        ] as [([String], String)])
    func bashLeavesFileNamesToReadline(words: [String], options: String) throws {
        let (_, talk) = try bash(words, CompletionShell.bash.script(CommandLineTool.page))
        #expect(talk.trimmingCharacters(in: .whitespacesAndNewlines) == options)
    }

    @Test func bashCompletesAValueAfterAnEqualsSignAndWordsAfterAComma() throws {
        let script = CompletionShell.bash.script(CommandLineTool.page)
        #expect(try bash(["run", "--fit", "=", "b"], script).words == ["blur"])
        #expect(try bash(["run", "--fit", "="], script).words == ["pad", "blur", "crop"])
        #expect(
            try bash(["run", "--provider", "fal,repl"], script).words == ["fal,replicate"])
    }

    // MARK: fish

    private static let fish = "/usr/bin/fish"

    @Test(.enabled(if: ExternalProgram.areInstalled(fish)), arguments: cases)
    func fishProposes(_ asked: Case) throws {
        let line = (["dailies"] + asked.words).joined(separator: " ")
        check(try fishProposals(line, CompletionShell.fish.script(CommandLineTool.page)), asked)
    }

    private func fishProposals(_ line: String, _ script: String) throws -> [String] {
        let folder = try TemporaryFolder()
        try folder.write(Data(script.utf8), as: "dailies.fish")
        try folder.write(Data(), as: "list.json")
        let result = try ExternalProgram.run(
            Self.fish, ["--no-config", "-c", "source dailies.fish; complete -C '\(line)'"],
            in: folder, environment: ["HOME": folder.path])
        #expect(result.errorOutput.isEmpty, "\(result.errorOutput)")
        return result.output.split(separator: "\n").map {
            String($0.split(separator: "\t").first ?? "")
        }
    }

    @Test(.enabled(if: ExternalProgram.areInstalled(fish)))
    func fishCompletesFilesWhereTheyAreMeant() throws {
        let script = CompletionShell.fish.script(CommandLineTool.page)
        #expect(try fishProposals("dailies plan li", script) == ["list.json"])
        #expect(try fishProposals("dailies circle prod li", script).isEmpty)
        #expect(try fishProposals("dailies run --cap li", script).isEmpty)
        #expect(
            try fishProposals("dailies run --provider fal,repl", script) == ["fal,replicate"])
    }

    // MARK: zsh

    private static let zsh = "/usr/bin/zsh"

    /// What zsh writes to a terminal of its own when Tab is pressed after a line.
    private func zshAnswer(_ line: String, _ script: String, until end: String) throws -> String {
        let folder = try TemporaryFolder()
        try folder.write(Data(script.utf8), as: "_dailies")
        try folder.write(Data(), as: "list.json")
        try folder.write(
            Data(
                """
                zmodload zsh/zpty
                zpty -b z zsh -f -i
                zpty -w z "PS1='ready> '; TERM=dumb; fpath=($PWD \\$fpath); autoload -Uz compinit"
                zpty -w z "compinit -D -u; zstyle ':completion:*' list-prompt ''; LISTMAX=999"
                zpty -w z "echo be''gin"
                zpty -r z answer '*begin*ready> '
                zpty -n -w z $1$'\\t\\t'
                zpty -r z answer "*$2*"
                print -r -- "$answer"
                zpty -d z
                """.utf8), as: "ask.zsh")
        let result = try ExternalProgram.run(
            "/usr/bin/timeout", ["20", Self.zsh, "-f", "ask.zsh", line, end], in: folder,
            environment: ["HOME": folder.path, "COLUMNS": "200"])
        return result.output
    }

    @Test(
        .enabled(if: ExternalProgram.areInstalled(zsh)),
        arguments: [
            ("dailies rehe", "rehearse"), ("dailies run --fi", "--fit="),
            ("dailies run --fit=bl", "blur"), ("dailies plan li", "list.json"),
            ("dailies verify --level dec", "decode"), ("dailies help recon", "reconcile"),
            ("dailies run list.json --provider repl", "replicate"),
        ])
    func zshCompletes(line: String, completed: String) throws {
        let answer = try zshAnswer(
            line, CompletionShell.zsh.script(CommandLineTool.page), until: completed)
        #expect(answer.contains(completed), "\(answer)")
    }

    // MARK: Hostile texts

    /// A command whose texts contain what shells and manual pages treat specially.
    static let hostile = ProgramPage(
        version: "1", date: "2026-01-01",
        commands: [
            CommandPage(
                name: "odd", summary: "it's [odd]: \"$HOME\" `id` \\n %s .Dd",
                discussion: ".Sh FAKE\n'ti\n  \\fBliteral\\fP\n\nExit 0 odd.",
                examples: [CommandExample("odd 'a b'", "Does .Sh things")],
                declarations: Declarations(
                    options: [
                        OptionDeclaration(
                            name: "value", short: "v",
                            value: ValueDeclaration(
                                placeholder: "A:B[C]", kind: .choice(["x", "y"])),
                            help: "a [value]: it's \"$HOME\" `id` \\ .Sh"),
                        OptionDeclaration(
                            name: "many", short: nil,
                            value: ValueDeclaration(placeholder: "N", kind: .number), help: "many",
                            isRepeatable: true),
                    ],
                    operands: [
                        OperandDeclaration(
                            value: ValueDeclaration(placeholder: "FILE…", kind: .file),
                            isRepeatable: true)
                    ]))
        ])

    @Test func hostileTextsDoNoHarmInBash() throws {
        #expect(
            try bash(["odd", "-v", ""], CompletionShell.bash.script(Self.hostile)).words
                == ["x", "y"])
    }

    @Test(.enabled(if: ExternalProgram.areInstalled(fish)))
    func hostileTextsDoNoHarmInFish() throws {
        let proposals = try fishProposals(
            "dailies odd --value ", CompletionShell.fish.script(Self.hostile))
        #expect(proposals == ["x", "y"])
    }

    @Test(.enabled(if: ExternalProgram.areInstalled(zsh)))
    func hostileTextsDoNoHarmInZsh() throws {
        let answer = try zshAnswer(
            "dailies odd --val", CompletionShell.zsh.script(Self.hostile), until: "--value=")
        #expect(answer.contains("--value="))
    }
}
