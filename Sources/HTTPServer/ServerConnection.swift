internal import CDailiesMicroHTTPD
import Glibc
import Synchronization

/// One open connection of a client.
final class ServerConnection: Sendable {
    private let socket: Int32
    private let requests = Atomic(0)

    init(socket: Int32) { self.socket = socket }

    /// Counts a request and returns its number on this connection, from 1 on.
    func countRequest() -> Int { requests.wrappingAdd(1, ordering: .relaxed).newValue }

    /// Resets the connection immediately (TCP RST).
    ///
    /// Closing with `SO_LINGER` would do it too, but libmicrohttpd shuts the connection down
    /// gracefully before it closes the socket.
    func reset() {
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        _ = connect(socket, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
    }
}
