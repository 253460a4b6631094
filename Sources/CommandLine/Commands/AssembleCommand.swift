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
}

extension Command {
    static let assemble = Command(
        name: "assemble",
        summary: "join media files into one film, copying their pictures",
        operands: "CLIP… -o FILE",
        options: [.film, .overwrite, .json],
        discussion: "Exit 0 joined, 1 the clips can't be joined, 2 usage.",
        perform: performAssemble)
}

private func performAssemble(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    guard let output = arguments.value(.film) else {
        throw UsageError("say where the film is to be written: -o FILE")
    }
    let clips = arguments.operands
    guard !clips.isEmpty else { throw UsageError("name the clips to join, in film order") }
    let target = URL(fileURLWithPath: output).standardizedFileURL
    if clips.contains(where: { URL(fileURLWithPath: $0).standardizedFileURL == target }) {
        throw UsageError("\(output) is one of the clips; write the film elsewhere")
    }
    if FileManager.default.fileExists(atPath: output), !arguments.has(.overwrite) {
        throw UsageError("\(output) is there already; --overwrite replaces it")
    }
    let stop = StopFlag()
    let plan = try await withInterrupts {
        try await withTaskCancellationHandler {
            try await onOwnThread(named: "assemble") {
                let assembler = Assembler(title: target.deletingPathExtension().lastPathComponent)
                let plan = try assembler.plan(clips)
                try assembler.perform(plan, to: output, shouldStop: { stop.isRaised })
                return plan
            }
        } onCancel: {
            stop.raise()
        }
    }
    if arguments.has(.json) {
        context.console.data(json(plan, output).line)
    } else {
        context.console.data("\(output): \(plan.placements.count) clips, \(plan.duration)")
    }
    return .success
}

private func json(_ plan: AssemblyPlan, _ output: String) -> JSONValue {
    [
        "file": .string(output),
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
                ]
            }),
    ]
}
