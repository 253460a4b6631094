import Foundation

/// Receives one response: parses the header and stores the body in memory or in a file.
final class ResponseSink {
    /// The largest body kept in memory; the responses of APIs are a thousand times smaller.
    private static let memoryLimit = 16 << 20
    private static let headerLimit = 256 << 10

    private(set) var status = 0
    private(set) var headers: [String: String] = [:]
    /// The body, if it is kept in memory.
    private(set) var body = Data()
    private(set) var bytesReceived: Int64 = 0
    /// Why the transfer was aborted here, and the phase to report.
    private(set) var failure: (phase: TransferFailure.Phase, reason: String)?

    private let destination: BodyDestination
    private let bodyLimit: Int64
    private var headerSize = 0
    /// The offset of the next write to the file; `nil` for a body that is kept in memory.
    private var position: Int64?

    init(_ settings: TransferSettings) {
        destination = settings.destination
        bodyLimit = settings.bodyLimit
    }

    /// Receives one line of the header; `false` aborts the transfer.
    func receiveHeaderLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let line = trimmed(bytes)
        headerSize += bytes.count
        guard headerSize <= Self.headerLimit else {
            return abort(.exchanging, "the response's header is too large")
        }
        if line.hasPrefix("HTTP/") {
            // A new response begins; the fields of an interim response are dropped.
            headers = [:]
            status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        } else if line.isEmpty {
            // A chunked body may be followed by trailer fields and another empty line.
            return bytesReceived > 0 || beginBody()
        } else if bytesReceived == 0, let colon = line.firstIndex(of: ":") {
            let (name, value) = (line.prefix(upTo: colon), line.suffix(from: colon).dropFirst())
            headers[name.lowercased()] = trimmed(value.utf8)
        }
        return true
    }

    /// Determines the offset in the file at which the body is written.
    private func beginBody() -> Bool {
        guard case .file(let descriptor, let writeOffset, _) = destination,
            (200..<300).contains(status)
        else { return true }
        guard let offset = writeOffset(status, headers) else {
            return abort(.exchanging, "the response isn't the requested part of the file")
        }
        guard ftruncate(descriptor, off_t(offset)) == 0 else {
            return abort(.writing, "the file could not be truncated: \(lastError)")
        }
        position = offset
        return true
    }

    /// Receives bytes of the body; `false` aborts the transfer.
    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytesReceived += Int64(bytes.count)
        guard bytesReceived <= bodyLimit else {
            return abort(.writing, "the response is larger than the \(bodyLimit) bytes allowed")
        }
        guard case .file(let descriptor, _, let progress) = destination, var position else {
            guard body.count + bytes.count <= Self.memoryLimit else {
                return abort(
                    .writing, "the response is larger than the \(Self.memoryLimit) bytes allowed")
            }
            body.append(contentsOf: bytes)
            return true
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = pwrite(descriptor, part.baseAddress, part.count, off_t(position))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                return abort(.writing, "the file could not be written: \(lastError)")
            }
            rest = rest.dropFirst(count)
            position += Int64(count)
        }
        self.position = position
        progress(position)
        return true
    }

    private var lastError: String { String(cString: strerror(errno)) }

    private func abort(_ phase: TransferFailure.Phase, _ reason: String) -> Bool {
        failure = (phase, reason)
        return false
    }
}

/// The text without white space at its beginning and end.
private func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    let front = bytes.drop(while: isSpace)
    let end = front.lastIndex { !isSpace($0) }
    return String(decoding: end.map { front[...$0] } ?? front[front.endIndex...], as: UTF8.self)
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
