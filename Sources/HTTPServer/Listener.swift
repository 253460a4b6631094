internal import CDailiesMicroHTTPD
import Foundation
import Synchronization

/// An HTTP/1.1 server: every request is answered on its connection's thread.
package final class Listener: Sendable {
    private let options: Options
    private let answer: @Sendable (ServerRequest) -> ServerResponse
    private let stopping = StopSignal()
    /// Locked while the daemon starts: a request that arrives meanwhile waits for the port.
    private let boundPort = Mutex<UInt16>(0)
    private let daemons = Mutex<[OpaquePointer]>([])

    /// How a server listens.
    package struct Options: Sendable {
        /// The address to bind, IPv4 or IPv6 in digits.
        package var address = "127.0.0.1"
        /// The port to bind; 0 takes any free one.
        package var port: UInt16 = 0
        /// How many bytes the body of a request to a path may have.
        package var bodyLimit: @Sendable (_ path: String) -> Int = { _ in 1 << 20 }
        /// Whether a path is worth hearing a request out: another is answered when its head is there,
        /// and its body isn't read.
        package var admits: @Sendable (_ path: String) -> Bool = { _ in true }
        /// How many clients may be connected at the same time.
        package var connectionLimit = 1000
        /// How many seconds a connection may say nothing.
        package var timeout = 120
        /// With a certificate the server speaks TLS, and nothing else.
        package var certificate: Certificate?

        package init() {}
    }

    /// What a server shows of itself, and the secret that proves it.
    package struct Certificate: Sendable {
        package let certificatePEM: String
        package let keyPEM: String

        package init(certificatePEM: String, keyPEM: String) {
            self.certificatePEM = certificatePEM
            self.keyPEM = keyPEM
        }
    }

    /// The port couldn't be opened.
    package struct PortUnavailable: Error, CustomStringConvertible {
        package let address: String
        package let port: UInt16
        package let isSecured: Bool

        package var description: String {
            "can't listen on \(address):\(port); is something else listening there"
                + (isSecured ? ", or is the certificate or its key no PEM?" : "?")
        }
    }

    /// Prepares to answer with `answer`, which may block.
    package init(
        _ options: Options = Options(),
        answer: @escaping @Sendable (ServerRequest) -> ServerResponse
    ) {
        self.options = options
        self.answer = answer
    }

    /// Opens the port.
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

    /// Returns the port that was bound, 0 where none could be.
    private func open(_ port: UInt16) -> UInt16 {
        daemons.withLock { daemons in
            guard !stopping.isRaised else { return 0 }
            // The daemon keeps the listener alive until `stop`.
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
                    settings, handleRequest, forgetRequest, noteConnection, context)
            }
        }
        guard let certificate = options.certificate else { return start(nil, nil) }
        // The texts are read while the daemon starts and not later.
        return certificate.certificatePEM.withCString { text in
            certificate.keyPEM.withCString { start(text, $0) }
        }
    }

    /// The port it listens on.
    package var port: UInt16 { boundPort.withLock { $0 } }

    /// Where it is reached.
    package var baseURL: String {
        let host = options.address.contains(":") ? "[\(options.address)]" : options.address
        return "\(options.certificate == nil ? "http" : "https")://\(host):\(port)"
    }

    /// Refuses new connections for a while; the ones there are go on.
    package func refuse(for duration: Duration) {
        let port = port
        let isClosed = daemons.withLock { daemons in
            guard let daemon = daemons.last else { return false }
            let socket = MHD_quiesce_daemon(daemon)
            guard socket >= 0 else { return false }
            // A thread may still wait on the socket, which would keep it listening.
            shutdown(socket, Int32(SHUT_RDWR))
            close(socket)
            return true
        }
        // Whoever closed it opens it again.
        guard isClosed else { return }
        Thread.detachNewThread { [self] in
            var wait = duration
            while stopping.pause(wait), open(port) == 0 {
                // Somebody else was given the port meanwhile, and may soon let go of it.
                wait = .milliseconds(50)
            }
        }
    }

    /// Closes all connections and returns when the last answer has ended.
    ///
    /// Stopping twice does nothing more.
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

    fileprivate func admits(_ path: String) -> Bool { options.admits(path) }

    fileprivate func upload(to path: String) -> Upload { Upload(limit: options.bodyLimit(path)) }

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
            refuseOthers: { [self] in refuse(for: $0) })
        return answer(request).send(on: connection, of: client, stopping: stopping)
    }
}

/// Called once when the head of a request is there, then for each piece of its body, and once
/// more at the end.
private let handleRequest: dailies_mhd_handler = {
    context, connection, path, method, _, piece, pieceSize, state in
    guard let context, let connection, let path, let method, let pieceSize, let state else {
        return .NO
    }
    let listener = Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue()
    guard let begun = state.pointee else {
        guard listener.admits(String(cString: path)) else {
            return listener.respond(
                connection, method: String(cString: method), path: String(cString: path), body: nil)
        }
        let upload = listener.upload(to: String(cString: path))
        state.pointee = Unmanaged.passRetained(upload).toOpaque()
        return .YES
    }
    let upload = Unmanaged<Upload>.fromOpaque(begun).takeUnretainedValue()
    if pieceSize.pointee > 0 {
        let bytes = UnsafeRawBufferPointer(start: piece, count: pieceSize.pointee)
        pieceSize.pointee = 0
        return upload.take(bytes) ? .YES : .NO
    }
    return listener.respond(
        connection, method: String(cString: method), path: String(cString: path),
        body: upload.body)
}

private let forgetRequest: dailies_mhd_completed = { _, _, state, _ in
    guard let state, let begun = state.pointee else { return }
    Unmanaged<Upload>.fromOpaque(begun).release()
    state.pointee = nil
}

/// Called when a connection is made, and once more when it is gone.
private let noteConnection: dailies_mhd_connected = { _, connection, state, _ in
    guard let connection, let state else { return }
    if let client = state.pointee {
        Unmanaged<ServerConnection>.fromOpaque(client).release()
        state.pointee = nil
    } else {
        let client = ServerConnection(socket: dailies_mhd_socket(connection))
        state.pointee = Unmanaged.passRetained(client).toOpaque()
    }
}

/// The headers or the query of a request; of a name given twice the last counts.
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
