import DailiesHTTPServer
import DailiesJSON
import DailiesStandIn
import Foundation

extension OptionSpec {
    fileprivate static let port = OptionSpec(
        "port", value: "P", "the port to listen on (default: any free one)")
    static let faults = OptionSpec(
        "faults", value: "FILE", "what goes wrong, as JSON; see dailies stand-in --help")
    static let without = OptionSpec(
        "without", value: "NAME,…",
        "what the stand-in doesn't offer beyond the models' pages: \(ExtraFeature.names), or all")
    fileprivate static let certificate = OptionSpec(
        "tls-certificate", value: "PEM", "speak HTTPS, with this certificate")
    fileprivate static let key = OptionSpec(
        "tls-key", value: "PEM", "the certificate's private key")
}

extension Command {
    static let standIn = Command(
        name: "stand-in",
        summary: "serve the stand-in provider on this machine",
        operands: "",
        options: [.port, .latency, .faults, .without, .certificate, .key],
        discussion: """
            It speaks the protocols of Runflow, fal and eachlabs, prints its addresses as one JSON line
            when it is ready, and serves until it is stopped. GET /_stand-in/stats counts what it was
            asked for, GET /_stand-in/requests lists it. Runflow's callbacks are signed with
            \(callbackSecretVariable) where that is set.

            --faults FILE makes things go wrong:
              {"schema": "\(FaultScript.schema)", "faults": [
                {"on": "file", "provider": "fal", "fault": "429", "times": 2, "after": 1,
                 "retry-after": 5}]}
            "on" is one of \(points), any.
            Without it a fault strikes where it is listed first. A request brings its own with the header
              X-Dailies-Fault: short;seconds=2, expired;on=file;times=1
            which for a submission holds for its run.

            \(faultTable)
            """,
        perform: performStandIn)
}

private let callbackSecretVariable = "RUNFLOW_CALLBACK_SECRET"
private let points = FaultPoint.allCases.map(\.rawValue).joined(separator: ", ")

/// All faults with where they strike and their parameters.
private var faultTable: String {
    let everywhere = Set(FaultPoint.allCases).subtracting([.callback])
    let rows = FaultName.allCases.map { fault in
        let first = fault.points.first?.rawValue ?? ""
        let places =
            Set(fault.points) == everywhere
            ? "\(first) and any other answer"
            : fault.points.map(\.rawValue).joined(separator: ", ")
        let parameters = fault.parameters.joined(separator: ", ")
        let takes = parameters.isEmpty ? "" : "; takes \(parameters)"
        return [(fault.rawValue, fault.summary), ("", "on \(places)\(takes)")]
    }
    return columns(rows.flatMap { $0 })
}

private func performStandIn(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    var options = try standInOptions(arguments, context)
    options.port = try arguments.number(.port, in: 0...UInt16.max) ?? 0
    options.certificate = try certificate(arguments)
    let server = try startStandIn(options)
    defer { server.stop() }
    let ready = JSONValue.object(server.addresses.mapValues(JSONValue.string))
    context.console.data(ready.line)
    do {
        try await withInterrupts {
            while true { try await Task.sleep(for: .seconds(3600)) }
        }
    } catch is Interrupted {
        // Being stopped is how a server ends.
    }
    return .success
}

private func certificate(_ arguments: Arguments) throws -> Listener.Certificate? {
    switch (arguments.value(.certificate), arguments.value(.key)) {
    case (nil, nil): return nil
    case (let certificate?, let key?):
        func text(_ path: String, _ option: OptionSpec) throws -> String {
            String(decoding: try contents(of: path, option), as: UTF8.self)
        }
        return Listener.Certificate(
            certificatePEM: try text(certificate, .certificate), keyPEM: try text(key, .key))
    default:
        throw UsageError("--tls-certificate and --tls-key go together")
    }
}

private func contents(of path: String, _ option: OptionSpec) throws -> Data {
    guard let bytes = FileManager.default.contents(atPath: path) else {
        throw UsageError("--\(option.name): can't read \(path)")
    }
    return bytes
}

/// How a stand-in is to behave, whether it is served or plays in a rehearsal.
func standInOptions(
    _ arguments: Arguments, _ context: CommandContext
) throws -> StandInServer.Options {
    let seconds = try arguments.number(.latency, in: 0...86_400.0) ?? 1
    var options = StandInServer.Options(latency: .milliseconds(Int(seconds * 1000)))
    options.runflowCallbackSecret = context.environment[callbackSecretVariable]
    options.extraFeatures = try offered(arguments)
    if let path = arguments.value(.faults) {
        do {
            options.faults = try FaultScript(parsing: try contents(of: path, .faults))
        } catch let error as FaultSyntaxError {
            throw UsageError("\(path): \(error)")
        }
    }
    return options
}

private func offered(_ arguments: Arguments) throws -> Set<ExtraFeature> {
    var offered = Set(ExtraFeature.allCases)
    for word in arguments.all(.without).flatMap({ $0.split(separator: ",") }) {
        if word == "all" { return [] }
        guard let name = ExtraFeature(rawValue: String(word)) else {
            throw UsageError("--without takes \(ExtraFeature.names) or all, not \"\(word)\"")
        }
        offered.remove(name)
    }
    return offered
}

func startStandIn(_ options: StandInServer.Options) throws -> StandInServer {
    do {
        return try StandInServer.start(options)
    } catch {
        throw UsageError("the stand-in can't start: \(error)")
    }
}
