import DailiesCallbacks
import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesProduction
import DailiesThreads
import Foundation

extension OptionSpec {
    static let callbackListen = OptionSpec(
        "callback-listen", value: "[ADDRESS:]PORT",
        "listen for callbacks there; only on this machine where no address is named")
}

extension Command {
    static let receive = Command(
        name: "receive",
        summary: "serve the receiver for providers' callbacks",
        operands: "DIR",
        options: [.callbackListen],
        discussion: """
            DIR is a production's folder. A session on it that was started with --callback-url hears
            at once of what is received here; put a proxy of your own with a certificate in front.
            fal's signatures are checked with fal's published keys, Runflow's with
            RUNFLOW_CALLBACK_SECRET, eachlabs' secrets with the production's own key. A callback proves
            nothing: it only has the provider asked sooner. It serves until it is stopped.
            """,
        perform: performReceive)
}

private func performReceive(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    guard let path = arguments.operands.first, arguments.operands.count == 1 else {
        throw UsageError("name one production's folder")
    }
    let folder = ProductionFolder(path: path)
    guard FileManager.default.fileExists(atPath: folder.ledger) else {
        throw UsageError("\(path) is no production's folder; dailies run makes one")
    }
    let ledger = try await onOwnThread(named: "open the ledger") { try Ledger(path: folder.ledger) }
    let client = HTTPClient()
    var providers: [String: any Provider] = [:]
    for type in ProviderRegistry.all {
        let access = try ProviderAccess(
            type.identity, environment: context.environment, client: client)
        providers[type.identity.name] = type.init(access)
    }
    let console = context.console
    let receiver = CallbackReceiver(
        try listening(arguments) ?? CallbackReceiver.Options(),
        addresses: CallbackAddresses(publicURL: "", key: try CallbackKey.read(folder)),
        providers: providers,
        record: { try await ledger.hear($0.message, of: $0.runID) },
        report: { console.talk($0.words) })
    do {
        try receiver.start()
    } catch {
        throw UsageError("the receiver can't start: \(error)")
    }
    console.data(JSONValue.object(["listening": .string(receiver.baseURL)]).line)
    do {
        try await withInterrupts {
            while true { try await Task.sleep(for: .seconds(3600)) }
        }
    } catch is Interrupted {
        // Being stopped is how a server ends.
    }
    try await onOwnThread(named: "stop listening") { receiver.stop() }
    return .success
}

/// Where to listen for callbacks; `nil` where nobody asks for it.
func listening(_ arguments: Arguments) throws -> CallbackReceiver.Options? {
    guard let text = arguments.value(.callbackListen) else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let port = parts.last.flatMap({ UInt16($0) }) else {
        throw UsageError("--callback-listen takes a port, such as 8787, or 0.0.0.0:8787")
    }
    guard parts.count > 1 else { return CallbackReceiver.Options(port: port) }
    let address = parts.dropLast().joined(separator: ":")
        .trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    return CallbackReceiver.Options(address: address, port: port)
}

extension CallbackReceiver.Outcome {
    fileprivate var words: String {
        switch self {
        case .accepted(let provider, let run): "\(provider) \(run): the run has news"
        case .duplicate(let provider, let run): "\(provider) \(run): said before"
        case .refused(let status, let reason): "refused with \(status): \(reason)"
        }
    }
}
