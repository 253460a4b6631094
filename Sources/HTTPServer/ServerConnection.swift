internal import CDailiesMicroHTTPD
import Glibc
import Synchronization

/// One connection of a client, for as long as it is open.
final class ServerConnection: Sendable {
    private let socket: Int32
    private let requests = Atomic(0)

    init(socket: Int32) { self.socket = socket }

    /// Counts a request and returns its number on this connection, from 1 on.
    func countRequest() -> Int { requests.wrappingAdd(1, ordering: .relaxed).newValue }

    /// Tears the connection down with an RST at once.
    ///
    /// Closing with `SO_LINGER` would do it too, but the library sends an orderly end first.
    func reset() {
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        _ = connect(socket, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
    }
}
