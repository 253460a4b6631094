import DailiesCallbacks
import DailiesJSON
import DailiesThreads

/// Says what is missing on this machine, and how to fix it.
struct DoctorCommand: Command {
    static let name = "doctor"
    static let summary = "say what is missing on this machine, and how to fix it"
    static let discussion = """
        Looks at the program and PATH, the presets, your settings, the providers' keys (which are not
        shown), codecs, certificates, the disk of DIR (default: the working directory), the clock, ports
        and limits. Changes nothing, and contacts nobody without --online.
        ok: in order; -: absent, and not everybody needs it; warn: something may go wrong; fail:
        something can't work; →: how to fix it.
        Exit 0 nothing failed, 1 something failed, 2 wrong usage.
        """
    static let examples = [
        CommandExample("doctor", "Looks at this machine"),
        CommandExample(
            "doctor ~/films --online --callback-listen 8787",
            "Also asks whether providers answer and a port is free"),
    ]

    private let isOnline: Bool
    private let listener: CallbackReceiver.Options?
    private let writesJSON: Bool
    private let folder: String

    init(_ options: inout OptionReader) {
        isOnline = options.flag(
            "online",
            "ask the providers that have a key whether they answer (no key is sent), and compare the "
                + "clock with theirs")
        listener = options.callbackListener()
        writesJSON = options.json()
        folder = options.operand("[DIR]", .directory, default: ".")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let environment = context.environment
        let machine = MachineHealth(folder: folder, callbackListener: listener)
        let checks =
            ProgramHealth(environment: environment).checks()
            + (await ProviderHealth(environment: environment, isOnline: isOnline).checks())
            + (try await onOwnThread(named: "look at the machine") { machine.checks() })
        if writesJSON {
            for check in checks { context.console.output(check.json.line) }
        } else {
            context.console.output(context.console.printable(HealthCheck.text(checks)))
        }
        return checks.contains { $0.result == .fail } ? .failed : .success
    }
}
