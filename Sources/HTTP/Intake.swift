import Foundation

/// What arrives of one answer, taken in by its rules.
final class Intake {
    /// What an answer kept in memory may have; an API's answers are a thousand times smaller.
    private static let memoryLimit = 16 << 20
    private static let headerLimit = 256 << 10

    private(set) var status = 0
    private(set) var headers: [String: String] = [:]
    private(set) var memory = Data()
    private(set) var received: Int64 = 0
    /// Why the answer was broken off here, and as what that counts.
    private(set) var failure: (phase: TransferFailure.Phase, reason: String)?

    private let sink: BodySink
    private let limit: Int64
    private var headerSize = 0
    /// Where the file's next bytes are written; `nil` for a body that is kept in memory.
    private var position: Int64?

    init(_ order: TransferOrder) {
        sink = order.sink
        limit = order.limit
    }

    /// Takes in one line of the header; `false` breaks the answer off.
    func header(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let line = trimmed(bytes)
        headerSize += bytes.count
        guard headerSize <= Self.headerLimit else {
            return breakOff(.exchanging, "the answer's header is too large")
        }
        if line.hasPrefix("HTTP/") {
            // A new answer begins: what came with an interim one doesn't count.
            headers = [:]
            status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        } else if line.isEmpty {
            // Behind a body in pieces there can be more header fields, and another end of them.
            return received > 0 || headersEnded()
        } else if received == 0, let colon = line.firstIndex(of: ":") {
            let (name, value) = (line.prefix(upTo: colon), line.suffix(from: colon).dropFirst())
            headers[name.lowercased()] = trimmed(value.utf8)
        }
        return true
    }

    /// Finds the place in the file for the body that begins.
    private func headersEnded() -> Bool {
        guard case .file(let descriptor, let place, _) = sink, (200..<300).contains(status)
        else { return true }
        guard let place = place(status, headers) else {
            return breakOff(.exchanging, "the answer is no part of the file that is needed")
        }
        guard ftruncate(descriptor, off_t(place)) == 0 else {
            return breakOff(.writing, "the file could not be cut: \(lastError)")
        }
        position = place
        return true
    }

    /// Takes in bytes of the body; `false` breaks the answer off.
    func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += Int64(bytes.count)
        guard received <= limit else {
            return breakOff(.writing, "the answer is larger than the \(limit) bytes allowed")
        }
        guard case .file(let descriptor, _, let arrived) = sink, var position else {
            guard memory.count + bytes.count <= Self.memoryLimit else {
                return breakOff(
                    .writing, "the answer is larger than the \(Self.memoryLimit) bytes allowed")
            }
            memory.append(contentsOf: bytes)
            return true
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = pwrite(descriptor, part.baseAddress, part.count, off_t(position))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                return breakOff(.writing, "the file could not be written: \(lastError)")
            }
            rest = rest.dropFirst(count)
            position += Int64(count)
        }
        self.position = position
        arrived(position)
        return true
    }

    private var lastError: String { String(cString: strerror(errno)) }

    private func breakOff(_ phase: TransferFailure.Phase, _ reason: String) -> Bool {
        failure = (phase, reason)
        return false
    }
}

/// Text without the spaces, tabs and ends of lines around it.
private func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    let front = bytes.drop(while: isSpace)
    let end = front.lastIndex { !isSpace($0) }
    return String(decoding: end.map { front[...$0] } ?? front[front.endIndex...], as: UTF8.self)
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
