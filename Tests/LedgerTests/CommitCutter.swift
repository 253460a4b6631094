import DailiesTestSupport
import Foundation
import Synchronization

/// Forwards connections to a PostgreSQL server, and cuts some of them at a commit.
final class CommitCutter: Sendable {
    /// Where a connection is cut.
    enum Cut: CaseIterable, Sendable {
        /// The server never receives the commit.
        case before
        /// The server commits, and its answer is lost.
        case after
    }

    let port: UInt16
    private let listener: Int32
    private let server: UInt16
    private let cuts: Mutex<[Cut]>
    private let counter = Counter()

    /// - Parameters:
    ///   - server: the port of the server.
    ///   - cuts: what happens to the commits from the second one on; later ones are forwarded.
    init(to server: Int, cuts: [Cut]) throws {
        self.server = UInt16(server)
        self.cuts = Mutex(cuts)
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

    /// How many cuts are still to come.
    var left: Int { cuts.withLock { $0.count } }

    private func forward(_ client: Int32) {
        guard let upstream = LoopbackSocket.connect(to: server) else {
            close(client)
            return
        }
        let isMute = Mutex(false)
        let ended = Counter()
        Thread.detachNewThread { [self] in
            Self.pump(from: client, to: upstream) { bytes in
                guard bytes.firstRange(of: Data("COMMIT\0".utf8)) != nil, counter.next() > 1 else {
                    return true
                }
                let cut = cuts.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                if cut == .after { isMute.withLock { $0 = true } }
                return cut != .before
            }
            if ended.next() == 2 { for end in [client, upstream] { close(end) } }
        }
        Thread.detachNewThread {
            Self.pump(from: upstream, to: client) { _ in !isMute.withLock { $0 } }
            if ended.next() == 2 { for end in [client, upstream] { close(end) } }
        }
    }

    /// Forwards bytes until the end, or until `passes` refuses some.
    private static func pump(
        from: Int32, to: Int32, _ passes: (Data) -> Bool
    ) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0, passes(Data(buffer[..<count])) else { break }
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
        for end in [from, to] { shutdown(end, Int32(SHUT_RDWR)) }
    }
}
