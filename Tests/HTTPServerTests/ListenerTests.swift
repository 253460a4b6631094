import DailiesHTTP
import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization
import Testing

@Suite("A listener")
struct ListenerTests {
    private func served(
        _ change: (inout Listener.Options) -> Void = { _ in },
        _ answer: @escaping @Sendable (ServerRequest) -> ServerResponse
    ) throws -> Listener {
        var options = Listener.Options()
        change(&options)
        let listener = Listener(options, answer: answer)
        try listener.start()
        return listener
    }

    @Test("passes on method, path, query, headers and body, and sends the response")
    func exchange() async throws {
        let listener = try served { request in
            .json(
                201,
                [
                    "method": .string(request.method), "path": .string(request.path),
                    "q": .optional(request.query["q"]),
                    "x": .optional(request.headers["x-name"]),
                    "body": .string(String(decoding: request.body ?? Data(), as: UTF8.self)),
                ], headers: ["X-Answer": "yes"])
        }
        defer { listener.stop() }
        let reply = try await HTTPClient().send(
            HTTPRequest(
                .put, "\(listener.baseURL)/a/b?q=1%202", headers: ["X-Name": "n"],
                body: Data("text".utf8)))
        #expect(reply.status == 201)
        #expect(reply.headers["x-answer"] == "yes")
        #expect(
            String(decoding: reply.body, as: UTF8.self)
                == #"{"body":"text","method":"PUT","path":"/a/b","q":"1 2","x":"n"}"#)
    }

    @Test("limits the body by path")
    func bodyLimit() async throws {
        let listener = try served({ $0.bodyLimit = { $0 == "/large" ? 100 : 10 } }) { request in
            .text(request.body == nil ? 413 : 200, "")
        }
        defer { listener.stop() }
        func status(_ path: String, _ count: Int) async throws -> Int {
            try await HTTPClient().send(
                HTTPRequest(.post, listener.baseURL + path, body: Data(count: count))
            ).status
        }
        #expect(try await status("/small", 10) == 200)
        #expect(try await status("/small", 11) == 413)
        #expect(try await status("/large", 100) == 200)
        #expect(try await status("/large", 101) == 413)
    }

    @Test("sends a stream with and without a known length")
    func stream() async throws {
        let listener = try served { request in
            let left = Mutex(3)
            let stream = ServerStream(length: request.path == "/known" ? 6 : nil) { _ in
                let number = left.withLock { left in
                    left -= 1
                    return left
                }
                return number < 0 ? .end : .bytes(Data("\(number);".utf8))
            }
            return ServerResponse(status: 200, body: .stream(stream))
        }
        defer { listener.stop() }
        for path in ["/known", "/unknown"] {
            let reply = try await HTTPClient().send(HTTPRequest(.get, listener.baseURL + path))
            #expect(String(decoding: reply.body, as: UTF8.self) == "2;1;0;")
            #expect(reply.headers["content-length"] == (path == "/known" ? "6" : nil))
        }
    }

    @Test("refuses connections, and accepts them again on the same port")
    func refusing() async throws {
        let refusing = try served { _ in .text(200, "here") }
        defer { refusing.stop() }
        refusing.refuse(for: .seconds(86_400))
        await #expect(throws: TransferFailure.self) {
            _ = try await HTTPClient().send(HTTPRequest(.get, refusing.baseURL))
        }
        let resuming = try served { _ in .text(200, "here") }
        defer { resuming.stop() }
        resuming.refuse(for: .milliseconds(100))
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let reply = try? await HTTPClient().send(HTTPRequest(.get, resuming.baseURL)) {
                #expect(reply.status == 200)
                return
            }
        }
        Issue.record("the server doesn't listen again")
    }

    @Test("waits for its port if another server holds it temporarily")
    func occupiedPort() async throws {
        let listener = try served { _ in .text(200, "here") }
        defer { listener.stop() }
        let other = try occupyPort(of: listener, refusingFor: .milliseconds(200))
        // Longer than it refuses, so that it has tried its port in vain before the other stops.
        try await Task.sleep(for: .milliseconds(400))
        other.stop()
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let reply = try? await HTTPClient().send(HTTPRequest(.get, listener.baseURL)) {
                #expect(String(decoding: reply.body, as: UTF8.self) == "here")
                return
            }
        }
        Issue.record("the server doesn't listen again")
    }

    /// Starts another server on the port of `listener` while that one refuses connections.
    ///
    /// Repeated if `listener` listens again before the other server has started.
    private func occupyPort(
        of listener: Listener, refusingFor duration: Duration
    ) throws -> Listener {
        var other: Result<Listener, any Error>
        var attempts = 0
        repeat {
            listener.refuse(for: duration)
            other = Result { try served({ $0.port = listener.port }) { _ in .text(200, "other") } }
            attempts += 1
        } while (try? other.get()) == nil && attempts < 20
        return try other.get()
    }

    @Test("numbers the requests of a connection")
    func reuse() async throws {
        let listener = try served { request in .text(200, String(request.numberOnConnection)) }
        defer { listener.stop() }
        for _ in 1...2 {
            let reply = try await HTTPClient().send(
                HTTPRequest(.get, listener.baseURL, needsFreshConnection: true))
            #expect(String(decoding: reply.body, as: UTF8.self) == "1")
        }
    }

    @Test("closes or resets a connection instead of a response or within one")
    func breaking() async throws {
        let listener = try served { request in
            switch request.path {
            case "/close": ServerResponse(status: 200, body: .hangUp)
            case "/reset": ServerResponse(status: 200, body: .reset)
            case "/short":
                ServerResponse(status: 200, body: .stream(ServerStream(length: 9) { _ in .end }))
            default:
                ServerResponse(status: 200, body: .stream(ServerStream(length: 9) { _ in .reset }))
            }
        }
        defer { listener.stop() }
        for path in ["/close", "/reset", "/short", "/torn"] {
            await #expect(throws: TransferFailure.self) {
                _ = try await HTTPClient().send(HTTPRequest(.get, listener.baseURL + path))
            }
        }
    }

    @Test("stops while handlers are blocked")
    func stop() async throws {
        let began = DispatchSemaphore(value: 0)
        let listener = try served { request in
            began.signal()
            return request.stopping.pause(.seconds(600)) ? .text(200, "") : .text(503, "")
        }
        async let failure = HTTPClient().send(HTTPRequest(.get, listener.baseURL))
        await wait(began)
        listener.stop()
        listener.stop()
        let reply = try? await failure
        #expect(reply == nil || reply?.status == 503)
    }

    /// Waits on a thread of Dispatch instead of the cooperative pool.
    private func wait(_ semaphore: DispatchSemaphore) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                semaphore.wait()
                continuation.resume()
            }
        }
    }

    @Test("reports an occupied port, an invalid address and an invalid certificate")
    func unavailable() throws {
        let listener = try served { _ in .text(200, "") }
        defer { listener.stop() }
        #expect(throws: Listener.PortUnavailable.self) {
            _ = try served({ $0.port = listener.port }) { _ in .text(200, "") }
        }
        #expect(throws: Listener.PortUnavailable.self) {
            _ = try served({ $0.address = "nowhere" }) { _ in .text(200, "") }
        }
        #expect(throws: Listener.PortUnavailable.self) {
            _ = try served({
                $0.certificate = Listener.Certificate(certificatePEM: "a", keyPEM: "b")
            }) { _ in .text(200, "") }
        }
    }
}
