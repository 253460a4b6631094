import Foundation
import Synchronization

/// A listening port of 127.0.0.1 that counts connections and closes each one at once.
///
/// It stops listening when the last reference to it is released.
package final class ConnectionCounter: Sendable {
    package let port: UInt16
    private let listener: Int32
    private let accepted: Accepted

    private final class Accepted: Sendable { let count = Mutex(0) }

    package init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = Self.withGeneric(&address) { generic in
            bind(descriptor, generic, length) == 0 && listen(descriptor, 64) == 0
                && getsockname(descriptor, generic, &length) == 0
        }
        listener = descriptor
        port = UInt16(bigEndian: address.sin_port)
        let accepted = Accepted()
        self.accepted = accepted
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        Thread.detachNewThread {
            defer { close(descriptor) }
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                accepted.count.withLock { $0 += 1 }
                close(connection)
            }
        }
    }

    /// Unblocks the accepting thread, which closes the socket.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// The number of connections since the last call.
    ///
    /// It connects to the port itself: connections are accepted in order, so all earlier ones have
    /// been counted once this one is closed.
    package func newConnections() throws -> Int {
        let call = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(call) }
        var address = Self.address(port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard Self.withGeneric(&address, { connect(call, $0, size) }) == 0 else {
            throw POSIXError(.ECONNREFUSED)
        }
        var byte: UInt8 = 0
        _ = recv(call, &byte, 1, 0)
        return accepted.count.withLock { count in
            defer { count = 0 }
            return count - 1
        }
    }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func withGeneric<Result>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }
}
