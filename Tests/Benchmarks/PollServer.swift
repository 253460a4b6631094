import Glibc

/// A small server on 127.0.0.1 that answers as a provider answers who asks for a run.
///
/// One thread, connections kept alive; `GET /100` is answered after 100 ms. What the server has
/// counted stands in each answer. It lives in a process of its own, so that it costs the client
/// nothing but the machine's other cores.
struct PollServer {
    /// What it has counted so far.
    struct Counts: Codable {
        var connections = 0
        var requests = 0
    }

    private let listener: Int32
    private var watched: [pollfd]
    private var counts = Counts()
    /// Whom an answer is due; with one delay at a time, in this order.
    private var due: [(time: ContinuousClock.Instant, connection: Int32)] = []
    private var next = 0

    let port: UInt16

    init?() {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && listen(listener, 4096) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard isBound else { return nil }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        watched = [STDIN_FILENO, listener].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
    }

    /// Serves until the standard input ends.
    mutating func run() {
        while true {
            poll(&watched, nfds_t(watched.count), untilDue)
            let ready = watched.filter { $0.revents != 0 }.map(\.fd)
            for descriptor in ready {
                switch descriptor {
                case STDIN_FILENO: return
                case listener: accept()
                default: read(descriptor)
                }
            }
            answerDue()
        }
    }

    private mutating func accept() {
        let connection = Glibc.accept(listener, nil, nil)
        guard connection >= 0 else { return }
        counts.connections += 1
        watched.append(pollfd(fd: connection, events: Int16(POLLIN), revents: 0))
    }

    /// Milliseconds until the next answer is due.
    private var untilDue: Int32 {
        guard next < due.count else { return -1 }
        return Int32(max(0, ((due[next].time - .now) / .milliseconds(1)).rounded(.up)))
    }

    private mutating func read(_ connection: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else {
            close(connection)
            watched.removeAll { $0.fd == connection }
            return
        }
        counts.requests += 1
        // "GET /100 HTTP/1.1"
        let delay = buffer[5..<count].prefix { $0 != UInt8(ascii: " ") }
            .reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        due.append((.now + .milliseconds(delay), connection))
    }

    private mutating func answerDue() {
        let now = ContinuousClock.now
        while next < due.count, due[next].time <= now {
            let body =
                "{\"status\":\"processing\",\"connections\":\(counts.connections),"
                + "\"requests\":\(counts.requests)}"
            let text =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            _ = send(due[next].connection, text, text.utf8.count, Int32(MSG_NOSIGNAL))
            next += 1
        }
        if next == due.count { (due, next) = ([], 0) }
    }
}
