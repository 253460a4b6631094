import DailiesHTTP
import Foundation

/// How a thousand runs are asked for.
enum PollLoad: String, CaseIterable {
    /// With seconds between the polls, as a session does.
    case paced
    /// Without any wait, to see what is the most.
    case flatOut

    static let runs = 1000

    var words: String {
        switch self {
        case .paced: "five polls for each, 1 to 6 s apart, each answered after 100 ms"
        case .flatOut: "ten polls for each, one after the other, each answered at once"
        }
    }

    private var polls: Int { self == .paced ? 5 : 10 }
    private var path: String { self == .paced ? "/100" : "/0" }
    private var backoff: Backoff {
        switch self {
        case .paced: Backoff(base: .seconds(2), factor: 1.5, maximum: .seconds(6))
        case .flatOut: Backoff(base: .zero, maximum: .zero)
        }
    }

    /// Does it and tells what it cost this process.
    func cost(at address: String, isAlone: Bool) async throws -> PollCost {
        let client = HTTPClient(environment: [:])
        let request = HTTPRequest(
            .get, address + path, headers: ["Authorization": "Bearer benchmark"],
            deadline: .seconds(600), needsFreshConnection: isAlone)
        // What libcurl needs once is no run's cost.
        _ = try await client.send(request)
        let before = PollCost.ofThisProcess(peak: false)
        let failures = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<Self.runs { group.addTask { await poll(request, by: client) } }
            return await group.reduce(0, +)
        }
        var cost = PollCost.ofThisProcess(peak: true) - before
        cost.failures = failures
        let counts = try await JSONDecoder().decode(
            PollServer.Counts.self, from: client.send(request).body)
        (cost.connections, cost.requests) = (counts.connections, counts.requests)
        return cost
    }

    /// Polls for one run and returns how often that failed.
    private func poll(_ request: HTTPRequest, by client: HTTPClient) async -> Int {
        var chance = SystemRandomNumberGenerator()
        var failures = 0
        for attempt in 0..<polls {
            let wait = backoff.delay(attempt: attempt, using: &chance)
            if wait > .zero { try? await Task.sleep(for: wait) }
            if (try? await client.send(request))?.isSuccess != true { failures += 1 }
        }
        return failures
    }
}
