import DailiesHTTPServer
import DailiesJSON
import DailiesStandIn

/// Serves the stand-in provider.
struct StandInCommand: Command {
    static let name = "stand-in"
    static let summary = "serve the stand-in provider on this machine"
    static let discussion = """
        The stand-in speaks the protocols of Runflow, fal, eachlabs, Kling and Replicate, prints its
        addresses as one JSON line when it is ready, and serves until it is stopped. GET
        /_stand-in/stats counts the requests, GET /_stand-in/requests lists them. Runflow's callbacks are signed with
        \(StandInOptions.callbackSecretVariable) where that is set.

        --faults FILE injects faults:
          {"schema": "\(FaultScript.schema)", "faults": [
            {"on": "file", "provider": "fal", "fault": "429", "times": 2, "after": 1,
             "retry-after": 5}]}
        "on" is one of \(FaultPoint.allCases.map(\.rawValue).joined(separator: ", ")), any.
        Without it a fault occurs at the first place listed below. A single request can bring faults
        with the header
          X-Dailies-Fault: short;seconds=2, expired;on=file;times=1
        With a submission they hold for its run.

        \(faultTable)
        """
    static let examples = [
        CommandExample(
            "stand-in --port 9000",
            "Serves at http://127.0.0.1:9000"),
        CommandExample(
            "stand-in --port 9000 --faults faults.json --latency 5",
            "Serves slowly, with injected faults"),
    ]

    private let port: UInt16
    private let standIn: StandInOptions
    private let modelFiles: [String]
    private let certificate: String?
    private let key: String?

    init(_ options: inout OptionReader) {
        port =
            options.option(
                "port", .number("P", in: 0...UInt16.max),
                "the port to listen on (default: any free one)") ?? 0
        standIn = StandInOptions(&options)
        modelFiles = options.repeated(
            "model", .file(), "also the model of this file; those of the presets are served anyway")
        certificate = options.option(
            "tls-certificate", .file("PEM"), "serve HTTPS with this certificate")
        key = options.option("tls-key", .file("PEM"), "the certificate's private key")
        options.require(
            (certificate == nil) == (key == nil), "--tls-certificate and --tls-key go together")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        var options = try standIn.server(environment: context.environment)
        options.port = port
        options.modelFiles += modelFiles
        if let certificate, let key {
            options.certificate = Listener.Certificate(
                certificatePEM: try text(of: certificate, for: "tls-certificate"),
                keyPEM: try text(of: key, for: "tls-key"))
        }
        let server = try StandInServer.started(options)
        defer { server.stop() }
        try await waitForInterrupt {
            context.console.output(
                JSONValue.object(server.addresses.mapValues(JSONValue.string)).line)
        }
        return .success
    }

    private func text(of path: String, for option: String) throws(UsageError) -> String {
        String(decoding: try contents(of: path, for: option), as: UTF8.self)
    }

    /// All faults with the places where they can occur and their parameters.
    private static var faultTable: String {
        let everywhere = Set(FaultPoint.allCases).subtracting([.callback])
        let rows = FaultName.allCases.map { fault in
            let first = fault.points.first?.rawValue ?? ""
            let places =
                Set(fault.points) == everywhere
                ? "\(first) and any other answer"
                : fault.points.map(\.rawValue).joined(separator: ", ")
            let parameters =
                fault.parameters.isEmpty
                ? "" : "; takes \(fault.parameters.joined(separator: ", "))"
            return [(fault.rawValue, fault.summary), ("", "on \(places)\(parameters)")]
        }
        return columns(rows.flatMap { $0 })
    }
}
