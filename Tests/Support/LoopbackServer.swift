package import Foundation
import Synchronization

/// A real HTTP server on 127.0.0.1 that sends the replies of a test, including invalid ones.
///
/// It handles one request a connection, unless it keeps connections alive. It stops when the last
/// reference to it is released.
package final class LoopbackServer: Sendable {
    package struct Request: Sendable {
        package let method: String
        package let path: String
        /// The header fields by lower-case name.
        package let headers: [String: String]
        package let body: Data
    }

    /// The reply to a request.
    package struct Reply: Sendable {
        package var status = 200
        package var headers: [String: String] = [:]
        package var body = Data()
        /// The number of bytes of the body after which the connection is closed.
        package var cutAfter: Int?
        /// Whether the connection is closed without a reply.
        package var hangsUp = false
        /// Whether the connection stays open without further bytes until the client closes it.
        package var stalls = false
        /// Whether the connection is closed after the reply without `Connection: close`.
        package var closesSilently = false

        package init(
            status: Int = 200, headers: [String: String] = [:], body: Data = Data(),
            cutAfter: Int? = nil, hangsUp: Bool = false, stalls: Bool = false,
            closesSilently: Bool = false
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.cutAfter = cutAfter
            self.hangsUp = hangsUp
            self.stalls = stalls
            self.closesSilently = closesSilently
        }

        fileprivate var endsConnection: Bool { closesSilently || hangsUp || cutAfter != nil }

        package static func json(_ text: String, status: Int = 200) -> Reply {
            Reply(
                status: status, headers: ["Content-Type": "application/json"],
                body: Data(text.utf8))
        }
    }

    package let port: UInt16
    private let listener: Int32
    private let seen = Mutex<[Request]>([])
    private let accepted = Mutex(0)
    private let closed = DispatchSemaphore(value: 0)

    /// All requests so far, in order.
    package var requests: [Request] { seen.withLock { $0 } }

    /// The number of accepted connections so far.
    package var connections: Int { accepted.withLock { $0 } }

    /// Waits until another connection is closed.
    package func connectionClosed() async {
        let closed = closed
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                closed.wait()
                continuation.resume()
            }
        }
    }

    package var baseURL: String { "http://127.0.0.1:\(port)" }

    /// Starts the server.
    ///
    /// - Parameters:
    ///   - keepsAlive: whether a connection can have several requests.
    ///   - answer: returns the reply to a request, on the thread of its connection.
    package init(
        keepsAlive: Bool = false, _ answer: @escaping @Sendable (Request) -> Reply
    ) throws {
        let socket = try LoopbackSocket()
        (listener, port) = (socket.descriptor, socket.port)
        let descriptor = listener
        let closed = closed
        let thread = Thread { [weak self] in
            defer { close(descriptor) }
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                self?.accepted.withLock { $0 += 1 }
                let own = Thread { [weak self] in
                    defer {
                        close(connection)
                        closed.signal()
                    }
                    while let request = Self.read(connection) {
                        self?.seen.withLock { $0.append(request) }
                        let reply = answer(request)
                        Self.send(reply, on: connection, keepsAlive: keepsAlive)
                        guard keepsAlive, !reply.endsConnection else { return }
                    }
                }
                own.start()
            }
        }
        thread.start()
    }

    /// Unblocks the accepting thread, which closes the socket: if it were closed here, another
    /// test's server could get the same descriptor while the thread still accepts on it.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func read(_ connection: Int32) -> Request? {
        var bytes = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let end = Data("\r\n\r\n".utf8)
        while bytes.range(of: end) == nil {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes.append(contentsOf: buffer[..<count])
        }
        guard let split = bytes.range(of: end) else { return nil }
        let lines = String(decoding: bytes[..<split.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count >= 2 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        var body = Data(bytes[split.upperBound...])
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while body.count < length {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            body.append(contentsOf: buffer[..<count])
        }
        return Request(method: words[0], path: words[1], headers: headers, body: body)
    }

    private static func send(_ reply: Reply, on connection: Int32, keepsAlive: Bool) {
        guard !reply.hangsUp else { return }
        var head = "HTTP/1.1 \(reply.status) Answer\r\n"
        if !keepsAlive { head += "Connection: close\r\n" }
        for (name, value) in reply.headers { head += "\(name): \(value)\r\n" }
        if reply.headers["Content-Length"] == nil {
            head += "Content-Length: \(reply.body.count)\r\n"
        }
        let sent = reply.cutAfter.map { reply.body.prefix($0) } ?? reply.body
        var bytes = Data((head + "\r\n").utf8) + sent
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            bytes = Data(bytes.dropFirst(count))
        }
        var nothing: UInt8 = 0
        if reply.stalls { _ = recv(connection, &nothing, 1, 0) }
    }
}
