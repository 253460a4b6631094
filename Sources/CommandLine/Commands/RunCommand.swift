import DailiesGeneration

/// Runs a session at a provider.
struct RunCommand: Command {
    static let name = "run"
    static let summary = "buy, download, verify and assemble; continues where it stopped"
    static let discussion = """
        Keys and addresses of the providers are read from the environment:
        \(providerVariables)
        \(ListOptions.formats)
        \(SessionRunner.exitCodes)
        """
    static let examples = [
        CommandExample(
            "run tonight.json --cap 20",
            "Buys the list for at most $20, and joins the film"),
        CommandExample(
            "run tonight.json --provider fal,runflow --quiet --stop-submitting-at 06:00",
            "Works through the night, at a second provider where the first one refuses"),
        CommandExample(
            "run tonight.json --only 020,030 --max-takes 3",
            "Buys two shots only, with one more take of each"),
    ]

    private let session: SessionOptions
    private let allowsLoopback: Bool

    init(_ options: inout OptionReader) {
        session = SessionOptions(&options)
        allowsLoopback = options.allowsLoopback()
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        if session.isDryRun { return try await PlanCommand(session).run(context) }
        return try await SessionRunner(
            options: session, context: context, allowsLoopback: allowsLoopback
        ).run {
            provider, client, _ in
            try ProviderAccess(
                provider.identity, environment: context.environment, client: client,
                allowsLoopback: allowsLoopback)
        }
    }

    /// The variables of each provider, one provider a line.
    private static var providerVariables: String {
        columns(
            ProviderRegistry.all.map { provider in
                let identity = provider.identity
                let address = identity.addresses.first?.variable ?? ""
                return ("  \(identity.name)", "\(identity.keyVariablesText); \(address)")
            })
    }
}

extension ProviderIdentity {
    /// The variables that can hold the key: "FAL_KEY, or FAL_KEY_ID and FAL_KEY_SECRET".
    var keyVariablesText: String {
        keyVariables.map { $0.joined(separator: " and ") }.joined(separator: ", or ")
    }
}
