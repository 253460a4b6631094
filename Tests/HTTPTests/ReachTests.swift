import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesHTTP

@Suite struct ReachTests {
    private let client = HTTPClient(environment: [:])

    private func send(
        _ url: String, _ reach: Reach, by client: HTTPClient? = nil
    ) async throws -> HTTPResponse {
        try await (client ?? self.client).send(
            HTTPRequest(.get, url, deadline: .seconds(600), reach: reach))
    }

    /// The settings of a transfer without the client's checks, so that only the socket is checked.
    private func settings(
        _ url: String, _ reach: Reach, usesOwnConnection: Bool = true, proxy: String? = nil
    ) -> TransferSettings {
        TransferSettings(
            method: .get, url: url, origin: "test", headers: [:], body: nil,
            deadline: .now + .seconds(600),
            stallTimeout: .seconds(600), reach: reach, proxy: proxy,
            usesOwnConnection: usesOwnConnection, bodyLimit: 1000,
            destination: .memory)
    }

    @Test func socketsOutOfReachAreNotOpened() throws {
        let server = try LoopbackServer { _ in .json("{}") }
        let failure = try #require(throws: TransferFailure.self) {
            try Transfer(settings(server.baseURL, .publicInternet)).perform()
        }
        #expect(failure.isOutOfReach)
        #expect(failure.phase == .connecting)
        #expect(failure.reason == "127.0.0.1 is not on the public internet")
        #expect(try Transfer(settings(server.baseURL, .loopbackOnly)).perform().isSuccess)
        #expect(try Transfer(settings(server.baseURL, .anywhere)).perform().isSuccess)
        // A connection of the first transfer would have been accepted before these two.
        #expect(server.connections == 2)
    }

    @Test func rehearsalsConnectOnlyToThisMachine() throws {
        let failure = try #require(throws: TransferFailure.self) {
            try Transfer(settings("http://192.0.2.1:9/", .loopbackOnly)).perform()
        }
        #expect(failure.isOutOfReach)
    }

    @Test func reusedConnectionsAreCheckedToo() async throws {
        let server = try LoopbackServer(keepsAlive: true) { _ in .json("{}") }
        let shared = SharedConnections()
        let reaches: [Reach] = [.anywhere, .publicInternet, .loopbackOnly]
        var outcomes: [Result<HTTPResponse, any Error>] = []
        for reach in reaches {
            let settings = settings(server.baseURL, reach, usesOwnConnection: false)
            do {
                outcomes.append(
                    .success(
                        try await withCheckedThrowingContinuation { shared.start(settings, $0) }))
            } catch {
                outcomes.append(.failure(error))
            }
        }
        #expect(try outcomes[0].get().isSuccess)
        let failure = try #require(throws: TransferFailure.self) { try outcomes[1].get() }
        #expect(failure.isOutOfReach)
        #expect(failure.phase == .connecting)
        #expect(try outcomes[2].get().isSuccess)
        #expect(server.requests.count == 2)
    }

    @Test(arguments: [
        ("http://127.0.0.1/", Reach.publicInternet), ("http://localhost./", .publicInternet),
        ("http://a.localhost/", .publicInternet), ("http://2130706433/", .publicInternet),
        ("http://0x7f.1/", .publicInternet), ("http://017700000001/", .publicInternet),
        ("http://[::ffff:a00:1]/", .publicInternet), ("http://[fe80::1%25eth0]/", .publicInternet),
        ("http://%31%30.0.0.1/", .publicInternet), ("http://10.0.0.1./", .publicInternet),
        ("http://example.com/", .loopbackOnly), ("http://8.8.8.8/", .loopbackOnly),
        ("http://127.0.0.1.example.com/", .loopbackOnly), ("http://[::2]/", .loopbackOnly),
        ("http://user@127.0.0.1/", .anywhere), ("http://:secret@127.0.0.1/", .anywhere),
        ("http://127.0.0.1@example.com/", .publicInternet),
    ])
    func addressesOutOfReachAreRefusedBeforeConnecting(_ url: String, _ reach: Reach) async throws {
        let failure = try await #require(throws: TransferFailure.self) {
            try await send(url, reach)
        }
        #expect(failure.isOutOfReach)
        #expect(failure.phase == .connecting)
        #expect(!failure.description.contains("secret"))
    }

    @Test(arguments: ["", "no address", "example.com/x", "http://", "foo://example.com"])
    func invalidURLsAreRejected(_ url: String) async throws {
        let failure = try await #require(throws: TransferFailure.self) {
            try await send(url, .anywhere)
        }
        #expect(failure.phase == .connecting)
    }

    // MARK: Redirects

    private func download(_ url: String, reach: Reach = .anywhere) async throws -> HTTPResponse {
        let folder = try TemporaryFolder()
        let descriptor = open(try folder.write(Data(), as: "file"), O_RDWR)
        defer { close(descriptor) }
        return try await client.download(
            url, headers: [:], to: descriptor, reach: reach, limit: 1000, deadline: .seconds(600),
            progress: { _ in })
    }

    @Test(arguments: [(5, true), (6, false)])
    func downloadsFollowUpToFiveRedirects(_ count: Int, _ succeeds: Bool) async throws {
        let server = try LoopbackServer { request in
            let number = Int(request.path.dropFirst()) ?? 0
            return number == 0
                ? .init(body: Data("x".utf8))
                : .init(status: 302, headers: ["Location": "/\(number - 1)"])
        }
        let answer = try? await download(server.baseURL + "/\(count)")
        #expect((answer?.status == 200) == succeeds)
        #expect(server.requests.count == 6)
    }

    @Test func redirectsOutOfReachAreRefused() async throws {
        let server = try LoopbackServer { _ in
            .init(status: 302, headers: ["Location": "http://10.0.0.1/x?secret"])
        }
        let failure = try await #require(throws: TransferFailure.self) {
            try await download(server.baseURL, reach: .loopbackOnly)
        }
        #expect(failure.isOutOfReach)
        #expect(!failure.description.contains("secret"))
    }

    @Test(arguments: [
        ("https://a.example/", "https://b.example/", true),
        ("https://a.example/", "http://a.example/", false),
        ("http://a.example/", "https://a.example/", true),
        ("http://a.example/", "http://b.example/", true),
        ("https://a.example/", "HTTPS://b.example/", true),
        ("https://a.example/", "ftp://b.example/", false),
    ])
    func redirectsFromHTTPSMustStayHTTPS(_ from: String, _ to: String, _ isAllowed: Bool) throws {
        #expect(try #require(WebAddress(from)).allowsRedirect(to: to) == isAllowed)
    }

    // MARK: Proxies

    @Test func ipAddressesAreCheckedEvenWithAProxy() async throws {
        let proxy = try LoopbackServer { request in .json(request.path) }
        let client = HTTPClient(environment: ["http_proxy": proxy.baseURL])
        let answer = try await send("http://name.invalid/x", .publicInternet, by: client)
        #expect(answer.body == Data("http://name.invalid/x".utf8))
        let failure = try await #require(throws: TransferFailure.self) {
            try await send("http://10.0.0.1/x", .publicInternet, by: client)
        }
        #expect(failure.isOutOfReach)
        #expect(proxy.requests.count == 1)
    }

    @Test func thisMachineIsNeverAccessedThroughAProxy() async throws {
        let proxy = try LoopbackServer { _ in .json("proxy") }
        let server = try LoopbackServer { _ in .json("server") }
        let client = HTTPClient(environment: ["http_proxy": proxy.baseURL])
        for reach in [Reach.anywhere, .loopbackOnly] {
            let answer = try await send(server.baseURL, reach, by: client)
            #expect(answer.body == Data("server".utf8))
        }
        #expect(proxy.requests.isEmpty)
    }

    struct ProxyCase: Sendable {
        let environment: [String: String]
        let url: String
        let proxy: String?

        init(_ environment: [String: String], _ url: String, _ proxy: String?) {
            (self.environment, self.url, self.proxy) = (environment, url, proxy)
        }
    }

    @Test(arguments: [
        ProxyCase(["http_proxy": "p"], "http://a.example/", "p"),
        ProxyCase(["HTTP_PROXY": "p"], "http://a.example/", nil),
        ProxyCase(["http_proxy": "p"], "https://a.example/", nil),
        ProxyCase(["https_proxy": "p"], "https://a.example/", "p"),
        ProxyCase(["HTTPS_PROXY": "p"], "https://a.example/", "p"),
        ProxyCase(["https_proxy": "", "all_proxy": "q"], "https://a.example/", "q"),
        ProxyCase(["ALL_PROXY": "q"], "http://a.example/", "q"),
        ProxyCase(["all_proxy": "p", "no_proxy": "*"], "http://a.example/", nil),
        ProxyCase(
            ["all_proxy": "p", "no_proxy": "b.example, a.EXAMPLE"], "http://a.example/", nil),
        ProxyCase(["all_proxy": "p", "no_proxy": ".example"], "http://a.example/", nil),
        ProxyCase(["all_proxy": "p", "NO_PROXY": "example"], "http://a.example/", nil),
        ProxyCase(["all_proxy": "p", "no_proxy": "xample"], "http://a.example/", "p"),
        ProxyCase(["all_proxy": "p", "no_proxy": "10.0.0.0/8"], "http://10.1.1.1/", nil),
        ProxyCase(["all_proxy": "p", "no_proxy": "10.0.0.1"], "http://10.0.0.1/", nil),
        ProxyCase(["all_proxy": "p", "no_proxy": "10.0.0.1"], "http://10.0.0.11/", "p"),
        ProxyCase(["all_proxy": "p", "no_proxy": "fc00::/7"], "http://[fd00::1]/", nil),
    ])
    func proxiesAreChosenByTheRulesOfLibcurl(_ row: ProxyCase) throws {
        let address = try #require(WebAddress(row.url))
        #expect(ProxyEnvironment(environment: row.environment).proxy(for: address) == row.proxy)
    }
}
