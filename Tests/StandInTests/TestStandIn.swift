import DailiesHTTPServer
import DailiesJSON
import DailiesStandIn
import Foundation

/// A running stand-in with short forms of the requests to it.
final class TestStandIn: Sendable {
    let server: StandInServer
    var port: UInt16 { server.port }

    /// - Parameter extraFeatures: the features beyond the models' pages that are on.
    init(
        faults: String = "[]",
        latency: Duration = .milliseconds(50),
        extraFeatures: Set<ExtraFeature> = [],
        _ change: (inout StandInServer.Options) -> Void = { _ in }
    ) throws {
        var options = StandInServer.Options(latency: latency)
        options.extraFeatures = extraFeatures
        options.callbackRetryUnit = .milliseconds(20)
        options.faults = try FaultScript(
            parsing: Data("{\"schema\": \"dailies.faults/1\", \"faults\": \(faults)}".utf8))
        change(&options)
        server = try StandInServer.start(options)
    }

    deinit { server.stop() }

    /// A stand-in that tests without faults share; it runs until the process ends.
    static let shared = Result { try TestStandIn() }

    /// A shared stand-in with all extra features.
    static let withExtraFeatures = Result {
        try TestStandIn(extraFeatures: Set(ExtraFeature.allCases))
    }

    func get(_ path: String, headers: [String: String] = [:]) throws -> Reply {
        try request(port, "GET", relative(path), headers: headers)
    }

    func post(
        _ path: String,
        _ body: String = "{}",
        headers: [String: String] = [:]
    ) throws -> Reply {
        try request(port, "POST", relative(path), headers: headers, body: Data(body.utf8))
    }

    func put(_ path: String, _ body: Data = Data(), headers: [String: String] = [:]) throws
        -> Reply
    {
        try request(port, "PUT", relative(path), headers: headers, body: body)
    }

    /// The path and query of an address of the stand-in.
    private func relative(_ address: String) -> String {
        address.hasPrefix(server.baseURL)
            ? String(address.dropFirst(server.baseURL.count)) : address
    }

    /// The statistics.
    func stats() throws -> Stats { try get("/_stand-in/stats").decoded() }

    /// Repeats a request until its response satisfies a condition, for at most a minute.
    func poll(_ path: String, until isDone: (Reply) -> Bool) throws -> Reply {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let reply = try get(path)
            if isDone(reply) { return reply }
            usleep(10_000)
        }
        throw ExchangeError(step: "wait for \(path)")
    }

    // MARK: Runs of each provider

    static let falText = "/fal-ai/kling-video/v3/standard/text-to-video"
    static let falImage = "/fal-ai/kling-video/v3/standard/image-to-video"
    static let runflowText = "/v1/models/kuaishou/kling-video/v3/standard/text-to-video/runs"
    static let runflowImage = "/v1/models/kuaishou/kling-video/v3/standard/image-to-video/runs"
    static let input =
        #"{"prompt": "A lighthouse", "duration": "3", "generate_audio": false}"#

    /// Submits to fal and returns the addresses in the response.
    func submitToFal(
        _ body: String = input,
        to path: String = falText,
        headers: [String: String] = [:]
    ) throws -> FalAddresses {
        let reply = try post(path, body, headers: headers)
        guard reply.status == 200, let addresses = FalAddresses(reply.json) else {
            throw ExchangeError(step: "submit to fal: \(reply.status) \(reply.text)")
        }
        return addresses
    }

    struct FalAddresses {
        let id: String
        let status: String
        let response: String
        let cancel: String

        init?(_ json: JSONValue) {
            guard let id = json["request_id"]?.text, let status = json["status_url"]?.text,
                let response = json["response_url"]?.text, let cancel = json["cancel_url"]?.text
            else { return nil }
            self.id = id
            self.status = status
            self.response = response
            self.cancel = cancel
        }
    }

    /// Waits until a request to fal is completed and returns its result.
    func falResult(_ addresses: FalAddresses) throws -> Reply {
        _ = try poll(addresses.status) { $0.status == 200 }
        return try get(addresses.response)
    }

    /// Creates a run with Runflow's protocol and returns it when it has ended.
    func runflowRun(
        _ input: String = input,
        at path: String = runflowText,
        rest: String = "",
        headers: [String: String] = [:]
    ) throws -> JSONValue {
        let reply = try post(path, "{\"input\": \(input)\(rest)}", headers: headers)
        guard reply.status == 201, let id = reply.json["id"]?.text else {
            throw ExchangeError(step: "submit to Runflow: \(reply.status) \(reply.text)")
        }
        return try poll("/v1/runs/\(id)") { $0.json["completed_at"] != nil }.json
    }

    /// Creates a prediction with eachlabs' protocol and returns it when it has ended.
    func prediction(_ input: String = input, headers: [String: String] = [:]) throws -> JSONValue {
        let body = "{\"model\": \"kling-v3-standard-text-to-video\", \"input\": \(input)}"
        let reply = try post("/v1/prediction/", body, headers: headers)
        guard reply.status == 200, let id = reply.json["predictionID"]?.text else {
            throw ExchangeError(step: "submit to eachlabs: \(reply.status) \(reply.text)")
        }
        return try poll("/v1/prediction/\(id)") { reply in
            !["created", "starting", "processing"].contains(reply.json["status"]?.text ?? "")
        }.json
    }
}
