import DailiesAssembly
import DailiesJSON
import DailiesMediaTime
import DailiesThreads
import Foundation

extension OptionSpec {
    fileprivate static let film = OptionSpec(
        "output", short: "o", value: "FILE", "the film to write")
    fileprivate static let overwrite = OptionSpec(
        "overwrite", "replace a film that is there already")
    fileprivate static let chapters = OptionSpec(
        "chapters", "make each clip a chapter, named after its file")
    fileprivate static let planOnly = OptionSpec(
        "dry-run", "say what would become of each clip, and write nothing")
}

extension Command {
    static let assemble = Command(
        name: "assemble",
        summary: "join media files into one film, copying their pictures",
        operands: "CLIP… -o FILE",
        options: [.film, .overwrite, .chapters, .planOnly, .json],
        discussion: "Exit 0 joined, 1 the clips can't be joined, 2 usage.",
        perform: performAssemble)
}

private func performAssemble(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    let clips = arguments.operands
    guard !clips.isEmpty else { throw UsageError("name the clips to join, in film order") }
    let output = arguments.value(.film)
    if arguments.has(.planOnly) {
        let plan = try await onOwnThread(named: "assemble") { try Assembler().plan(clips) }
        report(plan, output, arguments, context)
        return .success
    }
    guard let output else {
        throw UsageError("say where the film is to be written: -o FILE")
    }
    let target = URL(fileURLWithPath: output).standardizedFileURL
    if clips.contains(where: { URL(fileURLWithPath: $0).standardizedFileURL == target }) {
        throw UsageError("\(output) is one of the clips; write the film elsewhere")
    }
    if FileManager.default.fileExists(atPath: output), !arguments.has(.overwrite) {
        throw UsageError("\(output) is there already; --overwrite replaces it")
    }
    let chapters = arguments.has(.chapters) ? clips.map(baseName) : nil
    let stop = StopFlag()
    let plan = try await withInterrupts {
        try await withTaskCancellationHandler {
            try await onOwnThread(named: "assemble") {
                let assembler = Assembler(
                    labels: FilmLabels(title: baseName(output), chapters: chapters))
                let plan = try assembler.plan(clips)
                try assembler.perform(plan, to: output, shouldStop: { stop.isRaised })
                return plan
            }
        } onCancel: {
            stop.raise()
        }
    }
    report(plan, output, arguments, context)
    return .success
}

private func report(
    _ plan: AssemblyPlan, _ output: String?, _ arguments: Arguments, _ context: CommandContext
) {
    if arguments.has(.json) { return context.console.data(json(plan, output).line) }
    for placement in plan.placements where arguments.has(.planOnly) || placement.treatment != .copy
    {
        let start = plan.frameRate.duration(frames: placement.firstFrame)
        let row = "  \(start)  \(words(placement.treatment))  \(placement.clip.path)"
        context.console.data(context.console.printable(row))
    }
    let name = output ?? "the film"
    context.console.data(
        context.console.printable("\(name): \(plan.placements.count) clips, \(plan.duration)"))
}

private func baseName(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
}

private func words(_ treatment: AssemblyPlan.Treatment) -> String {
    switch treatment {
    case .copy: "copied"
    case .renumber: "copied, parameter sets renumbered"
    case .encode: "encoded"
    }
}

private func json(_ plan: AssemblyPlan, _ output: String?) -> JSONValue {
    [
        "file": .optional(output),
        "frames": .integer(plan.frameCount),
        "frameRate": .string(plan.frameRate.description),
        "duration": .number(plan.duration.seconds),
        "clips": .array(
            plan.placements.map { placement in
                let start = plan.frameRate.duration(frames: placement.firstFrame)
                return [
                    "file": .string(placement.clip.path),
                    "start": .number(start.seconds),
                    "duration": .number(placement.clip.duration.seconds),
                    "treatment": .string(placement.treatment.rawValue),
                ]
            }),
    ]
}
