import Foundation

/// A step of an exchange failed.
struct ExchangeError: Error {
    let step: String
}

/// Opens a connection to the stand-in.
private func connection(to port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw ExchangeError(step: "socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard connected == 0 else {
        close(descriptor)
        throw ExchangeError(step: "connect")
    }
    return descriptor
}

/// Sets the time in milliseconds after which reading ends if nothing arrives.
private func setReceiveTimeout(of descriptor: Int32, to milliseconds: Int) {
    var limit = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    setsockopt(
        descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
}

/// Sends bytes over a new connection and reads until the server closes it or sends nothing for
/// `idleTimeout` milliseconds.
///
/// - Parameter isComplete: called with all received bytes whenever more arrive; after it has
///   returned `true` the timeout is 200 ms.
func exchange(
    port: UInt16,
    _ bytes: Data,
    idleTimeout: Int = 60_000,
    until isComplete: (Data) throws -> Bool = { _ in false }
) throws -> Data {
    let descriptor = try connection(to: port)
    defer { close(descriptor) }
    setReceiveTimeout(of: descriptor, to: idleTimeout)
    var sent = 0
    while sent < bytes.count {
        let count = bytes[(bytes.startIndex + sent)...].withUnsafeBytes {
            send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        // The server may have closed the connection already.
        guard count > 0 else { break }
        sent += count
    }
    var received = Data()
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = recv(descriptor, &block, block.count, 0)
        guard count > 0 else { return received }
        received.append(contentsOf: block[..<count])
        if try isComplete(received) { setReceiveTimeout(of: descriptor, to: 200) }
    }
}

/// Sends messages over one connection, each one when the response to the previous one has begun.
///
/// Returns all received bytes and the `errno` of the end of the connection, 0 if it was closed
/// in order.
func sendInSequence(port: UInt16, _ messages: [Data]) throws -> (bytes: Data, error: Int32) {
    let descriptor = try connection(to: port)
    defer { close(descriptor) }
    setReceiveTimeout(of: descriptor, to: 60_000)
    var received = Data()
    var block = [UInt8](repeating: 0, count: 1 << 16)
    for (index, message) in messages.enumerated() {
        _ = message.withUnsafeBytes {
            send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        repeat {
            let count = recv(descriptor, &block, block.count, 0)
            guard count >= 0 else { return (received, errno) }
            guard count > 0 else { return (received, 0) }
            received.append(contentsOf: block[..<count])
        } while index == messages.count - 1
    }
    return (received, 0)
}

/// Sends one request and parses the response.
func request(
    _ port: UInt16,
    _ method: String,
    _ path: String,
    headers: [String: String] = [:],
    body: Data = Data(),
    until isComplete: (Data) throws -> Bool = { _ in false }
) throws -> Reply {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if ["POST", "PUT"].contains(method) || !body.isEmpty {
        head += "Content-Length: \(body.count)\r\n"
    }
    let bytes = try exchange(port: port, Data((head + "\r\n").utf8) + body, until: isComplete)
    guard let gap = bytes.firstRange(of: Data("\r\n\r\n".utf8)) else {
        throw ExchangeError(step: "answer")
    }
    let lines = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self)
        .components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count > 1, let status = Int(words[1]) else { throw ExchangeError(step: "status") }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { continue }
        fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    let received = Data(bytes[gap.upperBound...])
    let isChunked = fields["transfer-encoding"] == "chunked"
    return Reply(
        status: status, headers: fields, body: isChunked ? dechunked(received) : received)
}

/// Decodes a body in chunked transfer encoding.
private func dechunked(_ bytes: Data) -> Data {
    var joined = Data()
    var rest = bytes[...]
    while let end = rest.firstRange(of: Data("\r\n".utf8)),
        let count = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16),
        count > 0
    {
        let chunk = rest[end.upperBound...].prefix(count)
        joined += chunk
        rest = rest[chunk.endIndex...].dropFirst(2)
    }
    return joined
}

/// Sends bytes, reads the beginning of the response and resets the connection.
func abandon(port: UInt16, _ bytes: Data) throws {
    let descriptor = try connection(to: port)
    var hard = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
        descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    _ = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    var block = [UInt8](repeating: 0, count: 512)
    _ = recv(descriptor, &block, block.count, 0)
    close(descriptor)
}
