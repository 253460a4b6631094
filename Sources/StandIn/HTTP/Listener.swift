internal import CDailiesMicroHTTPD
import Foundation
import Synchronization

/// Listens on the loopback interface and has every request answered on its connection's thread.
final class Listener: Sendable {
    private let answer: @Sendable (HTTPRequest) -> HTTPResponse
    /// Locked while the daemon starts: a request that arrives meanwhile waits for the port.
    private let boundPort = Mutex<UInt16>(0)
    private let daemon = Mutex<OpaquePointer?>(nil)

    /// The port couldn't be opened.
    struct PortUnavailable: Error, CustomStringConvertible {
        let port: UInt16
        var description: String {
            "can't listen on 127.0.0.1:\(port); is something else listening there?"
        }
    }

    /// Prepares to answer with `answer`, which may block.
    init(answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
        self.answer = answer
    }

    /// Opens a port, any free one for 0.
    func start(port: UInt16) throws(PortUnavailable) {
        let isStarted = boundPort.withLock { bound in
            bound = startDaemon(port)
            return bound != 0
        }
        guard isStarted else { throw PortUnavailable(port: port) }
    }

    /// Returns the port that was bound, 0 where none could be.
    private func startDaemon(_ port: UInt16) -> UInt16 {
        daemon.withLock { daemon in
            // The daemon keeps the listener alive until `stop`.
            let context = Unmanaged.passRetained(self)
            daemon = dailies_mhd_start(port, handleRequest, forgetRequest, context.toOpaque())
            guard let daemon else {
                context.release()
                return 0
            }
            return dailies_mhd_port(daemon)
        }
    }

    /// The port it listens on.
    var port: UInt16 { boundPort.withLock { $0 } }

    /// Where it is reached.
    var baseURL: String { "http://127.0.0.1:\(port)" }

    /// Closes all connections and returns when the last answer has ended.
    func stop() {
        let wasRunning = daemon.withLock { daemon in
            guard let running = daemon else { return false }
            daemon = nil
            MHD_stop_daemon(running)
            return true
        }
        if wasRunning { Unmanaged.passUnretained(self).release() }
    }

    fileprivate func respond(
        _ connection: OpaquePointer,
        method: String,
        path: String,
        body: Data?
    ) -> MHD_Result {
        let request = HTTPRequest(
            method: method,
            path: path,
            query: values(of: connection, .GET_ARGUMENT_KIND),
            headers: values(of: connection, .HEADER_KIND),
            body: body,
            baseURL: baseURL)
        return send(answer(request), on: connection)
    }
}

/// Called once when the head of a request is there, then for each piece of its body, and once
/// more at the end.
private let handleRequest: dailies_mhd_handler = {
    context, connection, path, method, _, piece, pieceSize, state in
    guard let context, let connection, let path, let method, let pieceSize, let state else {
        return .NO
    }
    guard let begun = state.pointee else {
        state.pointee = Unmanaged.passRetained(Upload()).toOpaque()
        return .YES
    }
    let upload = Unmanaged<Upload>.fromOpaque(begun).takeUnretainedValue()
    if pieceSize.pointee > 0 {
        let bytes = UnsafeRawBufferPointer(start: piece, count: pieceSize.pointee)
        pieceSize.pointee = 0
        return upload.take(bytes) ? .YES : .NO
    }
    return Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue().respond(
        connection, method: String(cString: method), path: String(cString: path),
        body: upload.body)
}

private let forgetRequest: dailies_mhd_completed = { _, _, state, _ in
    guard let state, let begun = state.pointee else { return }
    Unmanaged<Upload>.fromOpaque(begun).release()
    state.pointee = nil
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

private func send(_ response: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
    let prepared: OpaquePointer?
    switch response.body {
    case .bytes(let bytes):
        prepared = bytes.withUnsafeBytes {
            // The bytes are copied, not changed.
            MHD_create_response_from_buffer(
                $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
        }
    case .file(let descriptor, let offset, let count):
        prepared = MHD_create_response_from_fd_at_offset64(
            UInt64(count), descriptor, UInt64(offset))
        if prepared == nil { close(descriptor) }
    }
    guard let prepared else { return .NO }
    defer { MHD_destroy_response(prepared) }
    for (name, value) in response.headers { MHD_add_response_header(prepared, name, value) }
    return MHD_queue_response(connection, UInt32(response.status), prepared)
}
