import DailiesGeneration
import DailiesHTTP
import DailiesProduction
import DailiesStandIn
import Foundation

/// Runs a session at a stand-in.
struct RehearseCommand: Command {
    static let name = "rehearse"
    static let summary = "the same session against the stand-in: no key, no money, no network"
    static let discussion = """
        The stand-in runs inside the command, unless the provider's address in the environment
        names one on this machine. Without --output its folder is TITLE-rehearsal, so that it isn't
        in the way of dailies run, whose folder is TITLE.
        \(ListOptions.formats)
        \(SessionRunner.exitCodes)
        """
    static let examples = [
        CommandExample(
            "rehearse samples/lighthouse.json",
            "Makes a whole film for free"),
        CommandExample(
            "rehearse tonight.json --latency 30 --faults faults.json",
            "Tries a list with slow runs and injected faults"),
    ]

    private let session: SessionOptions
    private let standIn: StandInOptions

    init(_ options: inout OptionReader) {
        session = SessionOptions(&options, isForRehearsal: true)
        standIn = StandInOptions(&options)
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        if session.isDryRun { return try await PlanCommand(session).run(context) }
        let inside = InsideStandIn(try standIn.server(environment: context.environment))
        defer { inside.stop() }
        return try await SessionRunner(
            options: session, context: context, requiresStandIn: true
        ).run { provider, client, modelFiles in
            let identity = provider.identity
            let variable = identity.addresses.first?.variable ?? ""
            // No key is sent in a rehearsal.
            let keys = Set(identity.keyVariables.joined())
            let environment = context.environment.filter { !keys.contains($0.key) }
            if environment[variable]?.isEmpty == false {
                let access = try ProviderAccess(identity, environment: environment, client: client)
                if access.isStandIn { return access }
                context.console.message(
                    "\(variable) is not an address of this machine: the rehearsal ignores it and "
                        + "uses its own stand-in")
            }
            return ProviderAccess(
                identity, standIn: try inside.start(modelFiles), environment: environment,
                client: client)
        }
    }
}

/// The stand-in inside a rehearsal, which starts when it is needed.
private final class InsideStandIn {
    private let options: StandInServer.Options
    private var server: StandInServer?

    init(_ options: StandInServer.Options) { self.options = options }

    /// Starts the stand-in if it isn't running, and returns its base address.
    ///
    /// - Parameter modelFiles: the model files of the list.
    func start(_ modelFiles: [String]) throws -> String {
        if let server { return server.baseURL }
        var options = options
        options.modelFiles += modelFiles
        let started = try StandInServer.started(options)
        server = started
        return started.baseURL
    }

    func stop() { server?.stop() }
}
