import DailiesHTTP
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

@Suite struct HTTPClientTests {
    private let client = HTTPClient()

    @Test func requestsAreSentCompletely() async throws {
        let server = try LoopbackServer { _ in .json("{\"ok\":true}", status: 201) }
        let body = Data("{\"duration\":\"5\"}".utf8)
        let response = try await client.send(
            HTTPRequest(
                .post, server.baseURL + "/v1/runs?x=1",
                headers: ["Authorization": "Bearer key", "Content-Type": "application/json"],
                body: body, needsFreshConnection: true))
        #expect(response.status == 201)
        #expect(response.body == Data("{\"ok\":true}".utf8))
        #expect(response.headers["content-type"] == "application/json")
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/v1/runs?x=1")
        #expect(request.body == body)
        #expect(request.headers["authorization"] == "Bearer key")
        #expect(request.headers["expect"] == nil)
        #expect(server.requests.count == 1)
    }

    @Test func headerFieldsWithControlCharactersAreRejected() async throws {
        let server = try LoopbackServer { _ in .json("{}") }
        for field in ["Key a\r\nX-Other: b", "Key a\n", "Key \u{0}"] {
            let failure = await #expect(throws: TransferFailure.self) {
                try await client.send(
                    HTTPRequest(.get, server.baseURL, headers: ["Authorization": field]))
            }
            #expect(failure?.isOutOfReach == true)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func requestsDoNotFollowRedirects() async throws {
        let elsewhere = try LoopbackServer { _ in .json("{}") }
        let server = try LoopbackServer { _ in
            .init(status: 302, headers: ["Location": elsewhere.baseURL + "/stolen"])
        }
        let response = try await client.send(
            HTTPRequest(.get, server.baseURL + "/", headers: ["Authorization": "Bearer key"]))
        #expect(response.status == 302)
        #expect(elsewhere.requests.isEmpty)
    }

    @Test func aRefusedConnectionFailsBeforeAnythingIsSent() async throws {
        let port = try LoopbackServer { _ in .json("{}") }.port
        let failure = try await #require(throws: TransferFailure.self) {
            try await client.send(
                HTTPRequest(.post, "http://127.0.0.1:\(port)/v1/runs", body: Data("{}".utf8)))
        }
        #expect(failure.phase == .connecting)
    }

    @Test func aMissingResponseLeavesTheOutcomeUnknown() async throws {
        let server = try LoopbackServer { _ in .init(hangsUp: true) }
        let failure = try await #require(throws: TransferFailure.self) {
            try await client.send(
                HTTPRequest(
                    .post, server.baseURL + "/v1/runs?secret=1", body: Data("{}".utf8),
                    needsFreshConnection: true))
        }
        #expect(failure.phase == .exchanging)
        #expect(!failure.description.contains("secret"))
        // libcurl repeats a request on a reused connection by itself, but not on a new one.
        #expect(server.requests.count == 1)
    }

    @Test func theDeadlineAppliesToTheWholeExchange() async throws {
        let release = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { _ in
            release.wait()
            return .json("{}")
        }
        defer { for _ in 1...3 { release.signal() } }
        var phases: [TransferFailure.Phase] = []
        // On a busy machine a short deadline can pass before the request is sent.
        for deadline in [.milliseconds(300), .seconds(5), .seconds(60)] as [Duration]
        where phases.last != .exchanging {
            let failure = try await #require(throws: TransferFailure.self) {
                try await client.send(HTTPRequest(.get, server.baseURL, deadline: deadline))
            }
            phases.append(failure.phase)
        }
        #expect(phases.last == .exchanging)
    }

    @Test func requestsCanBeCancelled() async throws {
        let release = DispatchSemaphore(value: 0)
        let arrived = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { _ in
            arrived.signal()
            release.wait()
            return .json("{}")
        }
        defer { release.signal() }
        let url = server.baseURL
        // Longer than the test takes even on a busy machine.
        let task = Task {
            try await client.send(HTTPRequest(.get, url, deadline: .seconds(600)))
        }
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                arrived.wait()
                continuation.resume()
            }
        }
        task.cancel()
        let failure = await #expect(throws: TransferFailure.self) { try await task.value }
        #expect(failure?.phase == .cancelled)
    }

    @Test func errorPagesAreNotWrittenToTheFile() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer { _ in .init(status: 403, body: Data("<Error/>".utf8)) }
        let path = try folder.write(Data(), as: "file")
        let descriptor = open(path, O_WRONLY)
        defer { close(descriptor) }
        let response = try await client.download(
            server.baseURL, headers: [:], to: descriptor, limit: 1000, deadline: .seconds(600),
            progress: { _ in })
        #expect(response.status == 403)
        #expect(response.body == Data("<Error/>".utf8))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
    }

    @Test func downloadsLargerThanTheLimitAreAborted() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer { _ in .init(body: Data(count: 100_000)) }
        let descriptor = open(try folder.write(Data(), as: "file"), O_WRONLY)
        defer { close(descriptor) }
        let failure = try await #require(throws: TransferFailure.self) {
            try await client.download(
                server.baseURL, headers: [:], to: descriptor, limit: 5000, deadline: .seconds(600),
                progress: { _ in })
        }
        #expect(failure.phase == .writing)
        #expect(failure.reason.contains("larger"))
    }

    @Test(arguments: [(4, "0123new"), (0, "new"), (nil, "0123456789")] as [(Int64?, String)])
    func bodiesAreWrittenAtTheirOffset(_ offset: Int64?, _ content: String) async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer { _ in .init(body: Data("new".utf8)) }
        let path = try folder.write(Data("0123456789".utf8), as: "file")
        let descriptor = open(path, O_RDWR)
        defer { close(descriptor) }
        let lengths = Mutex<[Int64]>([])
        let result = await Result {
            try await client.download(
                server.baseURL, headers: [:], to: descriptor, limit: 1000, deadline: .seconds(600),
                writeOffset: { status, _ in status == 200 ? offset : 0 },
                progress: { length in lengths.withLock { $0.append(length) } })
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == content)
        #expect(lengths.withLock { $0 } == (offset.map { [$0 + 3] } ?? []))
        switch result {
        case .success(let answer): #expect(answer.isSuccess && offset != nil)
        case .failure(let failure):
            let failure = try #require(failure as? TransferFailure)
            #expect(failure.phase == .exchanging)
            #expect(failure.status == 200)
            #expect(offset == nil)
        }
    }

    @Test func oversizedHeadersAreAborted() async throws {
        let long = String(repeating: "x", count: 1000)
        let fields = Dictionary(uniqueKeysWithValues: (0..<300).map { ("X-\($0)", long) })
        let server = try LoopbackServer { _ in .init(headers: fields) }
        let failure = try await #require(throws: TransferFailure.self) {
            try await client.send(HTTPRequest(.get, server.baseURL))
        }
        #expect(failure.phase == .exchanging)
        #expect(failure.reason.contains("header"))
    }

    @Test(arguments: [
        ("http://127.0.0.1:80/x", true), ("http://localhost/", true), ("http://[::1]:1/", true),
        ("http://127.0.0.2/", false), ("https://localhost.example/", false), ("", false),
        ("http://example.com/127.0.0.1", false),
    ])
    func loopbackURLsAreRecognised(_ url: String, _ expected: Bool) {
        #expect(isLoopback(url) == expected)
    }

    @Test(arguments: [
        ("https://a.example/x.mp4?X-Signature=abc", "https://a.example/x.mp4"),
        ("https://user:secret@a.example/x", "https://a.example/x"),
        ("http://127.0.0.1:80/#frag", "http://127.0.0.1:80/"),
        ("no address", "no address"),
    ])
    func secretsAreRedactedFromURLs(_ url: String, _ shown: String) {
        #expect(redacted(url) == shown)
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
