import DailiesTestSupport
import Foundation
import Synchronization

/// Forwards TCP connections on this machine to a server, and can cut them all, as if the server's
/// machine had died and come back.
final class CuttableConnection: Sendable {
    let port: UInt16
    private let listener: Int32
    private let server: UInt16
    private let state = Mutex(State())

    private struct State {
        var isCut = false
        /// Both ends of the open connections.
        var open: Set<Int32> = []
    }

    /// - Parameter server: the port of the server.
    init(to server: UInt16) throws {
        self.server = server
        let socket = try LoopbackSocket()
        (listener, port) = (socket.descriptor, socket.port)
        let descriptor = listener
        Thread.detachNewThread { [weak self] in
            defer { close(descriptor) }
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0, let self else { return }
                self.forward(client)
            }
        }
    }

    /// Ends the accepting thread, which closes the socket.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Ends all connections at once; new ones are closed as soon as they are made.
    func cut() {
        state.withLock { state in
            state.isCut = true
            for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    func mend() { state.withLock { $0.isCut = false } }

    private func forward(_ client: Int32) {
        guard let upstream = LoopbackSocket.connect(to: server) else {
            close(client)
            return
        }
        let isOpen = state.withLock { state in
            guard !state.isCut else { return false }
            state.open.formUnion([client, upstream])
            return true
        }
        guard isOpen else {
            close(client)
            close(upstream)
            return
        }
        let ended = Counter()
        for (from, to) in [(client, upstream), (upstream, client)] {
            Thread.detachNewThread { [self] in
                Self.pump(from: from, to: to)
                guard ended.next() == 2 else { return }
                // Removed first, so that a cut never meets another file with the same number.
                state.withLock { $0.open.subtract([client, upstream]) }
                close(client)
                close(upstream)
            }
        }
    }

    private static func pump(from: Int32, to: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            var sent = 0
            while sent < count {
                let written = buffer[sent..<count].withUnsafeBytes { bytes in
                    send(to, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                }
                guard written > 0 else { break }
                sent += written
            }
            guard sent == count else { break }
        }
        shutdown(to, Int32(SHUT_WR))
        shutdown(from, Int32(SHUT_RD))
    }
}
