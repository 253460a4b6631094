import DailiesHTTP
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

@Suite struct SharedConnectionsTests {
    private let client = HTTPClient()
    /// The largest number of connections to one host.
    private let limit = 32

    @Test func sequentialRequestsShareAConnection() async throws {
        let server = try LoopbackServer(keepsAlive: true) { request in .json(request.path) }
        for number in 0..<20 {
            let answer = try await client.send(HTTPRequest(.get, server.baseURL + "/\(number)"))
            #expect(answer.body == Data("/\(number)".utf8))
        }
        #expect(server.connections == 1)
    }

    @Test func headersDoNotPersistOnAConnection() async throws {
        let server = try LoopbackServer(keepsAlive: true) { _ in .json("{}") }
        let url = server.baseURL
        _ = try await client.send(
            HTTPRequest(.get, url, headers: ["Authorization": "Bearer key", "X-API-Key": "key"]))
        _ = try await client.send(HTTPRequest(.get, url))
        _ = try await client.send(HTTPRequest(.put, url, body: Data("1".utf8)))
        _ = try await client.send(HTTPRequest(.get, url))
        #expect(server.connections == 1)
        #expect(server.requests.map(\.method) == ["GET", "GET", "PUT", "GET"])
        for request in server.requests.dropFirst() {
            #expect(request.headers["authorization"] == nil)
            #expect(request.headers["x-api-key"] == nil)
        }
        #expect(server.requests.last?.body.isEmpty == true)
    }

    @Test func postsNeverReuseAConnection() async throws {
        let server = try LoopbackServer(keepsAlive: true) { _ in .json("{}") }
        _ = try await client.send(HTTPRequest(.get, server.baseURL))
        for _ in 0..<3 {
            _ = try await client.send(
                HTTPRequest(
                    .post, server.baseURL, body: Data("{}".utf8), needsFreshConnection: true))
            // A POST gets a new connection even if the caller doesn't request one.
            _ = try await client.send(HTTPRequest(.post, server.baseURL, body: Data("{}".utf8)))
        }
        _ = try await client.send(HTTPRequest(.get, server.baseURL))
        #expect(server.connections == 7)
    }

    @Test func aFreshConnectionCanBeRequested() async throws {
        let server = try LoopbackServer(keepsAlive: true) { _ in .json("{}") }
        for _ in 0..<3 {
            _ = try await client.send(
                HTTPRequest(.get, server.baseURL, needsFreshConnection: true))
        }
        #expect(server.connections == 3)
    }

    @Test func closedConnectionsAreReplaced() async throws {
        let server = try LoopbackServer(keepsAlive: true) { _ in .init(closesSilently: true) }
        for _ in 0..<5 {
            #expect(try await client.send(HTTPRequest(.get, server.baseURL)).isSuccess)
        }
        #expect(server.connections == 5)
    }

    @Test func concurrentRequestsRespectTheConnectionLimit() async throws {
        let gate = Gate(opensAt: limit)
        let server = try LoopbackServer(keepsAlive: true) { request in
            gate.pass()
            return .json(request.path)
        }
        let (client, url) = (client, server.baseURL)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let answer = try await client.send(
                        HTTPRequest(.get, url + "/\(number)", deadline: .seconds(600)))
                    #expect(answer.body == Data("/\(number)".utf8))
                }
            }
            try await group.waitForAll()
        }
        #expect(server.connections == limit)
    }

    @Test func theDeadlineAppliesWhileWaitingForAConnection() async throws {
        let gate = Gate(opensAt: limit + 1)
        let server = try LoopbackServer(keepsAlive: true) { _ in
            gate.pass()
            return .json("{}")
        }
        let (client, url) = (client, server.baseURL)
        let others = (0..<limit).map { _ in
            Task { try await client.send(HTTPRequest(.get, url, deadline: .seconds(600))) }
        }
        await gate.waitUntilReached(by: limit)
        let failure = try await #require(throws: TransferFailure.self) {
            try await client.send(HTTPRequest(.get, url, deadline: .milliseconds(200)))
        }
        #expect(failure.phase == .connecting)
        gate.pass()
        for other in others { #expect(try await other.value.isSuccess) }
    }

    @Test func cancellingARequestDoesNotAffectOthers() async throws {
        let gate = Gate(opensAt: 3)
        let server = try LoopbackServer(keepsAlive: true) { _ in
            gate.pass()
            return .json("{}")
        }
        let (client, url) = (client, server.baseURL)
        let tasks = (0..<2).map { _ in
            Task { try await client.send(HTTPRequest(.get, url, deadline: .seconds(600))) }
        }
        await gate.waitUntilReached(by: 2)
        tasks[0].cancel()
        let failure = await #expect(throws: TransferFailure.self) { try await tasks[0].value }
        #expect(failure?.phase == .cancelled)
        gate.pass()
        #expect(try await tasks[1].value.isSuccess)
    }

    @Test func thousandsOfRequestsEndUnderRandomCancellation() async throws {
        let server = try LoopbackServer(keepsAlive: true) { request in .json(request.path) }
        let (client, url) = (client, server.baseURL)
        var chance = SeededGenerator(seed: 1)
        var answered = 0
        for round in 0..<20 {
            let tasks = (0..<100).map { number in
                let path = "/\(round)-\(number)"
                return Task {
                    let answer = try await client.send(
                        HTTPRequest(.get, url + path, deadline: .seconds(600)))
                    #expect(answer.body == Data(path.utf8))
                }
            }
            for task in tasks where Bool.random(using: &chance) {
                for _ in 0..<Int.random(in: 0..<4, using: &chance) { await Task.yield() }
                task.cancel()
            }
            for task in tasks {
                switch await task.result {
                case .success: answered += 1
                case .failure(let failure):
                    #expect((failure as? TransferFailure)?.phase == .cancelled)
                }
            }
        }
        #expect(answered >= 500)
        #expect(try await client.send(HTTPRequest(.get, url)).isSuccess)
    }

    @Test func aTaskCancelledBeforehandSendsNothing() async throws {
        let server = try LoopbackServer(keepsAlive: true) { _ in .json("{}") }
        let (client, url) = (client, server.baseURL)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(HTTPRequest(.get, url))
        }
        let failure = await #expect(throws: TransferFailure.self) { try await task.value }
        #expect(failure?.phase == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test func connectionsCloseWithTheLastClient() async throws {
        let server = try LoopbackServer(keepsAlive: true) { _ in .json("{}") }
        do {
            let client = HTTPClient()
            _ = try await client.send(HTTPRequest(.get, server.baseURL))
        }
        await server.connectionClosed()
    }

    @Test func responsesLargerThanTheLimitAreAborted() async throws {
        let server = try LoopbackServer(keepsAlive: true) { _ in
            .init(body: Data(count: 17 << 20))
        }
        let failure = try await #require(throws: TransferFailure.self) {
            try await client.send(HTTPRequest(.get, server.baseURL))
        }
        #expect(failure.reason.contains("larger"))
    }
}

/// Blocks callers until a number of them has arrived.
private final class Gate: Sendable {
    private let opensAt: Int
    private let state = Mutex(State())

    private struct State {
        var arrived = 0
        var waiting: [DispatchSemaphore] = []
        var watchers: [(count: Int, CheckedContinuation<Void, Never>)] = []
    }

    init(opensAt: Int) { self.opensAt = opensAt }

    func pass() {
        let own = DispatchSemaphore(value: 0)
        state.withLock { state in
            state.arrived += 1
            state.waiting.append(own)
            if state.arrived >= opensAt {
                state.waiting.forEach { $0.signal() }
                state.waiting = []
            }
            state.watchers.removeAll { watcher in
                guard watcher.count <= state.arrived else { return false }
                watcher.1.resume()
                return true
            }
        }
        own.wait()
    }

    func waitUntilReached(by count: Int) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if state.arrived >= count {
                    continuation.resume()
                } else {
                    state.watchers.append((count, continuation))
                }
            }
        }
    }
}
