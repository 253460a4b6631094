import DailiesJSON
import DailiesStandIn

extension OptionSpec {
    fileprivate static let port = OptionSpec(
        "port", value: "P", "the port to listen on (default: any free one)")
}

extension Command {
    static let standIn = Command(
        name: "stand-in",
        summary: "serve the stand-in provider on this machine",
        operands: "",
        options: [.port, .latency],
        discussion: """
            It prints its addresses as one JSON line when it is ready, and serves until it is stopped.
            GET /_stand-in/stats counts what it was asked for.
            """,
        perform: performStandIn)
}

private func performStandIn(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    let port = try arguments.number(.port, in: 0...UInt16.max) ?? 0
    let latency = try arguments.number(.latency, in: 0...86_400.0) ?? 1
    let server = try startStandIn(port: port, latency: latency)
    defer { server.stop() }
    let ready: JSONValue = ["runflow": .string(server.baseURL)]
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

/// Starts a stand-in on a port, any free one for 0, with a latency in seconds.
func startStandIn(port: UInt16, latency: Double) throws -> StandInServer {
    do {
        return try StandInServer.start(
            StandInServer.Options(port: port, latency: .milliseconds(Int(latency * 1000))))
    } catch {
        throw UsageError("the stand-in can't start: \(error)")
    }
}
