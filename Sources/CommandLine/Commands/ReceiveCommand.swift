import DailiesCallbacks
import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesProduction
import DailiesThreads

/// Serves the receiver for providers' callbacks in a process of its own.
struct ReceiveCommand: Command {
    static let name = "receive"
    static let summary = "serve the receiver for providers' callbacks"
    static let discussion = """
        DIR is a production's folder. A session on it that was started with --callback-url learns
        at once what is received here; put a proxy of your own with a certificate in front.
        Signatures of fal are checked with fal's published keys, those of Runflow with
        \(StandInOptions.callbackSecretVariable), those of Replicate with the account's secret or
        REPLICATE_WEBHOOK_SECRET, secrets of eachlabs with the production's own key.
        A callback proves nothing: the session only asks the provider sooner. The receiver serves
        until it is stopped.
        """
    static let examples = [
        CommandExample(
            "receive lighthouse --callback-listen 8787",
            "Listens at 127.0.0.1:8787, behind a proxy of yours")
    ]

    private let listener: CallbackReceiver.Options?
    private let path: String

    init(_ options: inout OptionReader) {
        listener = options.callbackListener()
        path = options.operand(
            "DIR", .directory, orElse: "name one production's folder")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let folder = ProductionFolder(path: path)
        guard folder.hasLedger else {
            throw UsageError("\(path) is no production's folder; dailies run makes one")
        }
        let ledger = try await folder.openLedger()
        let console = context.console
        let receiver = CallbackReceiver(
            listener ?? CallbackReceiver.Options(),
            addresses: CallbackAddresses(publicURL: "", key: try CallbackKey.read(folder)),
            providers: try providers(environment: context.environment),
            record: { try await ledger.hear($0.messageID, of: $0.runID) },
            report: { console.message($0.text) })
        do {
            try receiver.start()
        } catch {
            throw UsageError("the receiver can't start: \(error)")
        }
        try await waitForInterrupt { [address = receiver.baseURL] in
            console.output(JSONValue.object(["listening": .string(address)]).line)
        }
        try await onOwnThread(named: "stop listening") { receiver.stop() }
        return .success
    }

    /// Every provider by its name, reached as the environment says.
    private func providers(
        environment: [String: String]
    ) throws -> [String: any Provider] {
        let client = HTTPClient()
        var providers: [String: any Provider] = [:]
        for type in ProviderRegistry.all {
            let access = try ProviderAccess(type.identity, environment: environment, client: client)
            providers[type.identity.name] = type.init(access)
        }
        return providers
    }
}

extension CallbackReceiver.Outcome {
    fileprivate var text: String {
        switch self {
        case .accepted(let provider, let run): "\(provider) \(run): the run's state has changed"
        case .duplicate(let provider, let run): "\(provider) \(run): received before"
        case .refused(let status, let reason): "refused with \(status): \(reason)"
        }
    }
}
