internal import CDailiesMicroHTTPD
import Foundation
import Synchronization

/// An HTTP/1.1 server with one thread per connection, on which its requests are handled.
package final class Listener: Sendable {
    private let options: Options
    private let handler: @Sendable (ServerRequest) -> ServerResponse
    private let stopping = StopSignal()
    /// Locked while the daemon starts, so that a request that arrives meanwhile waits for the port.
    private let boundPort = Mutex<UInt16>(0)
    private let daemons = Mutex<[OpaquePointer]>([])

    /// The options of a server.
    package struct Options: Sendable {
        /// The IPv4 or IPv6 address to bind; not a name.
        package var address = "127.0.0.1"
        /// The port to bind; 0 for any free port.
        package var port: UInt16 = 0
        /// The largest body in bytes of a request to a path.
        package var bodyLimit: @Sendable (_ path: String) -> Int = { _ in 1 << 20 }
        /// Whether the body of a request to a path is read; otherwise the request is answered as
        /// soon as its header is complete.
        package var readsBody: @Sendable (_ path: String) -> Bool = { _ in true }
        /// The largest number of simultaneous connections.
        package var connectionLimit = 1000
        /// The time in seconds after which an idle connection is closed.
        package var timeout = 120
        /// If set, the server accepts only TLS connections.
        package var certificate: Certificate?

        package init() {}
    }

    /// A server's TLS certificate and its private key.
    package struct Certificate: Sendable {
        package let certificatePEM: String
        package let keyPEM: String

        package init(certificatePEM: String, keyPEM: String) {
            self.certificatePEM = certificatePEM
            self.keyPEM = keyPEM
        }
    }

    /// The server couldn't listen on its port.
    package struct PortUnavailable: Error, CustomStringConvertible {
        package let address: String
        package let port: UInt16
        package let isSecured: Bool

        package var description: String {
            "can't listen on \(address):\(port); is another program listening there"
                + (isSecured ? ", or is the certificate or its key not in PEM format?" : "?")
        }
    }

    /// Makes a server, which listens after `start()`.
    ///
    /// - Parameter answer: handles a request on the thread of its connection; it may block.
    package init(
        _ options: Options = Options(),
        answer: @escaping @Sendable (ServerRequest) -> ServerResponse
    ) {
        self.options = options
        handler = answer
    }

    /// Starts listening.
    package func start() throws(PortUnavailable) {
        let isStarted = boundPort.withLock { bound in
            bound = open(options.port)
            return bound != 0
        }
        guard isStarted else {
            throw PortUnavailable(
                address: options.address, port: options.port,
                isSecured: options.certificate != nil)
        }
    }

    /// Starts a daemon and returns the port that it bound; 0 if it failed or the server is stopped.
    private func open(_ port: UInt16) -> UInt16 {
        daemons.withLock { daemons in
            guard !stopping.isRaised else { return 0 }
            // The daemon retains the listener until `stop`.
            let context = Unmanaged.passRetained(self)
            guard let daemon = startDaemon(port, context.toOpaque()) else {
                context.release()
                return 0
            }
            daemons.append(daemon)
            return dailies_mhd_port(daemon)
        }
    }

    private func startDaemon(_ port: UInt16, _ context: UnsafeMutableRawPointer) -> OpaquePointer? {
        func start(_ certificate: UnsafePointer<CChar>?, _ key: UnsafePointer<CChar>?)
            -> OpaquePointer?
        {
            options.address.withCString { address in
                let settings = dailies_mhd_settings(
                    address: address, port: port,
                    connectionLimit: UInt32(options.connectionLimit),
                    timeout: UInt32(options.timeout), certificate: certificate, key: key)
                return dailies_mhd_start(
                    settings, handleRequest, completeRequest, trackConnection, context)
            }
        }
        guard let certificate = options.certificate else { return start(nil, nil) }
        // The daemon reads the strings only while it starts.
        return certificate.certificatePEM.withCString { text in
            certificate.keyPEM.withCString { start(text, $0) }
        }
    }

    /// The port it listens on.
    package var port: UInt16 { boundPort.withLock { $0 } }

    /// The URL of the server, without a slash at the end.
    package var baseURL: String {
        let host = options.address.contains(":") ? "[\(options.address)]" : options.address
        return "\(options.certificate == nil ? "http" : "https")://\(host):\(port)"
    }

    /// Refuses new connections for a while; existing ones stay open.
    package func refuse(for duration: Duration) {
        let port = port
        let isClosed = daemons.withLock { daemons in
            guard let daemon = daemons.last else { return false }
            let socket = MHD_quiesce_daemon(daemon)
            guard socket >= 0 else { return false }
            // A thread may still be blocked on the socket, which would keep it listening.
            shutdown(socket, Int32(SHUT_RDWR))
            close(socket)
            return true
        }
        // Only the call that closed the socket opens it again.
        guard isClosed else { return }
        Thread.detachNewThread { [self] in
            var wait = duration
            while stopping.pause(wait), open(port) == 0 {
                // Another process got the port in the meantime and may release it soon.
                wait = .milliseconds(50)
            }
        }
    }

    /// Closes all connections and returns when the last request has been handled.
    ///
    /// A second call has no effect.
    package func stop() {
        stopping.raise()
        let running = daemons.withLock { daemons in
            defer { daemons = [] }
            return daemons
        }
        for daemon in running {
            MHD_stop_daemon(daemon)
            Unmanaged.passUnretained(self).release()
        }
    }

    fileprivate func readsBody(_ path: String) -> Bool { options.readsBody(path) }

    fileprivate func requestBody(for path: String) -> RequestBody {
        RequestBody(limit: options.bodyLimit(path))
    }

    fileprivate func respond(
        _ connection: OpaquePointer,
        method: String,
        path: String,
        body: Data?
    ) -> MHD_Result {
        guard let state = dailies_mhd_connection_state(connection) else { return .NO }
        let client = Unmanaged<ServerConnection>.fromOpaque(state).takeUnretainedValue()
        let request = ServerRequest(
            method: method,
            path: path,
            query: values(of: connection, .GET_ARGUMENT_KIND),
            headers: values(of: connection, .HEADER_KIND),
            body: body,
            baseURL: baseURL,
            numberOnConnection: client.countRequest(),
            stopping: stopping,
            refuseConnections: { [self] in refuse(for: $0) })
        return handler(request).send(on: connection, of: client, stopping: stopping)
    }
}

/// Called once when the header of a request is complete, then for each piece of its body, and once
/// more at the end.
private let handleRequest: dailies_mhd_handler = {
    context, connection, path, method, _, piece, pieceSize, state in
    guard let context, let connection, let path, let method, let pieceSize, let state else {
        return .NO
    }
    let listener = Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue()
    guard let begun = state.pointee else {
        guard listener.readsBody(String(cString: path)) else {
            return listener.respond(
                connection, method: String(cString: method), path: String(cString: path), body: nil)
        }
        let requestBody = listener.requestBody(for: String(cString: path))
        state.pointee = Unmanaged.passRetained(requestBody).toOpaque()
        return .YES
    }
    let requestBody = Unmanaged<RequestBody>.fromOpaque(begun).takeUnretainedValue()
    if pieceSize.pointee > 0 {
        let bytes = UnsafeRawBufferPointer(start: piece, count: pieceSize.pointee)
        pieceSize.pointee = 0
        return requestBody.append(bytes) ? .YES : .NO
    }
    return listener.respond(
        connection, method: String(cString: method), path: String(cString: path),
        body: requestBody.data)
}

private let completeRequest: dailies_mhd_completed = { _, _, state, _ in
    guard let state, let begun = state.pointee else { return }
    Unmanaged<RequestBody>.fromOpaque(begun).release()
    state.pointee = nil
}

/// Called when a connection is opened, and again when it is closed.
private let trackConnection: dailies_mhd_connected = { _, connection, state, _ in
    guard let connection, let state else { return }
    if let client = state.pointee {
        Unmanaged<ServerConnection>.fromOpaque(client).release()
        state.pointee = nil
    } else {
        let client = ServerConnection(socket: dailies_mhd_socket(connection))
        state.pointee = Unmanaged.passRetained(client).toOpaque()
    }
}

/// The header fields or the query of a request; if a name occurs twice, the last value counts.
private func values(of connection: OpaquePointer, _ kind: MHD_ValueKind) -> [String: String] {
    var found: [String: String] = [:]
    withUnsafeMutablePointer(to: &found) { found in
        _ = MHD_get_connection_values(
            connection, kind,
            { found, kind, name, value in
                guard let found, let name else { return .YES }
                let written = String(cString: name)
                found.assumingMemoryBound(to: [String: String].self)
                    .pointee[kind == .HEADER_KIND ? written.lowercased() : written] =
                    value.map { String(cString: $0) } ?? ""
                return .YES
            }, found)
    }
    return found
}
