import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// A stand-in that a process of its own serves; a test kills it at its end.
struct StandInProcess: Sendable {
    /// The address of the server; the providers' own addresses begin with it.
    let baseURL: String
    private let addresses: [String: String]
    private let process: DailiesProcess

    /// - Parameter options: the command's options.
    init(
        _ options: [String], in folder: TemporaryFolder, environment: [String: String] = [:]
    ) throws {
        process = try DailiesProcess(
            ["stand-in"] + options, in: folder.path, environment: environment)
        let ready = try JSONValue(parsing: Data(try #require(process.line()).utf8))
        addresses = try #require(ready.members).compactMapValues(\.text)
        baseURL = try #require(addresses["runflow"])
    }

    /// The variables with which commands reach it, whichever provider they use.
    var environment: [String: String] {
        [
            "RUNFLOW_BASE_URL": "runflow", "EACHLABS_BASE_URL": "eachlabs",
            "FAL_QUEUE_RUN_HOST": "fal", "FAL_RUN_HOST": "fal-run", "KLING_BASE_URL": "kling",
            "REPLICATE_BASE_URL": "replicate",
        ].compactMapValues { addresses[$0] }
    }

    func kill() { process.kill() }

    /// Stops it from answering until `thaw`; connections stay open.
    func freeze() { process.signal(SIGSTOP) }

    func thaw() { process.signal(SIGCONT) }

    /// How many runs it has accepted.
    func submissions() async throws -> Int { try await count("submissions") }

    /// One of its counts.
    func count(_ name: String) async throws -> Int {
        try #require(try await page("stats")[name]?.integer)
    }

    /// The requests that it has received.
    func requests() async throws -> [JSONValue] {
        try #require(try await page("requests")["requests"]?.elements)
    }

    private func page(_ name: String) async throws -> JSONValue {
        let response = try await HTTPClient().send(
            HTTPRequest(.get, "\(baseURL)/_stand-in/\(name)"))
        return try JSONValue(parsing: response.body)
    }
}
