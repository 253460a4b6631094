package import Foundation
import Synchronization

/// Forwards TCP connections on this machine to a server, and cuts them when a test wants it.
package final class Forwarder: Sendable {
    /// What happens to bytes that a client sends.
    package enum Passage: Sendable {
        case forward
        /// The connection is cut instead.
        case cut
        /// The bytes are forwarded, and the connection is cut instead of forwarding the answer.
        case forwardAndMute
    }

    package let port: UInt16
    private let listener: Int32
    private let server: UInt16
    private let passage: @Sendable (Data) -> Passage
    private let state = Mutex(State())

    private struct State {
        var isCut = false
        /// Both ends of the open connections.
        var open: Set<Int32> = []
    }

    /// - Parameters:
    ///   - server: the port of the server.
    ///   - passage: says what happens to bytes that a client sends.
    package init(
        to server: UInt16, passage: @escaping @Sendable (Data) -> Passage = { _ in .forward }
    ) throws {
        self.server = server
        self.passage = passage
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
    package func cut() {
        state.withLock { state in
            state.isCut = true
            for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// Forwards new connections again.
    package func mend() { state.withLock { $0.isCut = false } }

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
        let isMute = Counter()
        let ended = Counter()
        let requests: @Sendable (Data) -> Bool = { [passage] bytes in
            switch passage(bytes) {
            case .forward: return true
            case .cut: return false
            case .forwardAndMute:
                _ = isMute.next()
                return true
            }
        }
        let answers: @Sendable (Data) -> Bool = { _ in isMute.value == 0 }
        for (from, to, passes) in [(client, upstream, requests), (upstream, client, answers)] {
            Thread.detachNewThread { [self] in
                Self.pump(from: from, to: to, passes)
                guard ended.next() == 2 else { return }
                // Removed first, so that a cut never meets another file with the same number.
                state.withLock { $0.open.subtract([client, upstream]) }
                close(client)
                close(upstream)
            }
        }
    }

    /// Forwards bytes until the end, or until `passes` refuses some, which cuts the connection.
    private static func pump(from: Int32, to: Int32, _ passes: (Data) -> Bool) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            guard passes(Data(buffer[..<count])) else {
                for end in [from, to] { shutdown(end, Int32(SHUT_RDWR)) }
                return
            }
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
