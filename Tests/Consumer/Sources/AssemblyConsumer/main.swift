import DailiesAssembly

// One import is enough for settings, plans and times.
let clips = Array(CommandLine.arguments.dropFirst(2))
var settings = AssemblySettings()
settings.frameRate = FrameRate(24)
let assembler = Assembler(settings: settings, metadata: FilmMetadata(title: "consumer"))
let plan = try assembler.plan(clips)
print(plan)
if let film = CommandLine.arguments.dropFirst().first {
    let made = try assembler.perform(plan, to: film)
    print(plan.duration, made.seams.map(\.time))
}
