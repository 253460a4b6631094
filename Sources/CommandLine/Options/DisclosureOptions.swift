import DailiesAssembly
import DailiesJSON
import Foundation

/// How a film says that AI models made it.
struct DisclosureOptions: OptionGroup {
    /// When the film is marked.
    let marking: FilmDisclosure.Marking
    /// Whether the prompts of a session are written into its film.
    let includesPrompts: Bool
    /// The shell command that signs the film.
    private let signCommand: String?

    init(_ options: inout OptionReader) { self.init(&options, marking: .ifClipsAreMarked) }

    /// - Parameter usual: when the film is marked if no option is given; a session knows that models
    ///   made its takes, and can be told to write their prompts.
    init(_ options: inout OptionReader, marking usual: FilmDisclosure.Marking) {
        let leavesOut = options.flag(
            "no-disclosure", "don't mark the film as made by AI models (XMP DigitalSourceType)")
        if usual == .always {
            includesPrompts = options.flag(
                "disclose-prompts", "write the prompts into the film's XMP too")
            options.require(
                !includesPrompts || !leavesOut,
                "--disclose-prompts writes into the mark that --no-disclosure leaves out")
            marking = leavesOut ? .never : .always
        } else {
            includesPrompts = false
            let isDeclared = options.flag(
                "disclosure",
                "mark the film as made by AI models (default: if a clip carries such a mark)")
            options.require(
                !isDeclared || !leavesOut, "--disclosure and --no-disclosure exclude each other")
            marking = leavesOut ? .never : isDeclared ? .always : usual
        }
        signCommand = options.option(
            "sign-command", .text("COMMAND"),
            "a shell command that signs the film with C2PA within \(FinishHook.usualTimeLimit) seconds: "
                + "its path is $1, and JSON with the clips is on standard input")
    }

    /// Signs the film; `nil` if no command is given.
    var signing: FilmSigning? {
        signCommand.map { command in
            FilmSigning { request, shouldStop in
                let hook = FinishHook(command: command, arguments: [request.film])
                let event: JSONValue = [
                    "schema": "dailies.sign/1", "film": .string(absolute(request.film)),
                    "title": .optional(request.title),
                    "digitalSourceType": .optional(request.sourceType?.uri),
                    "clips": .array(request.clips.map { .string(absolute($0)) }),
                ]
                if let problem = try hook.execute(event, shouldStop: shouldStop) {
                    throw FilmSigning.Failure("the command of --sign-command failed: \(problem)")
                }
            }
        }
    }
}

private func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }
