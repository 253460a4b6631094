internal import CDailiesCurl
import DailiesThreads
import Foundation

/// One exchange: set up, performed alone or among others, ended.
///
/// It stays on one thread.
final class Transfer {
    /// What an answer kept in memory may have; an API's answers are a thousand times smaller.
    private static let memoryLimit = 16 << 20
    private static let headerLimit = 256 << 10

    let order: TransferOrder
    private let handle: CurlHandle
    private var status = 0
    private var headers: [String: String] = [:]
    private var memory = Data()
    private var received: Int64 = 0
    private var headerSize = 0
    /// Where the file's next bytes are written; `nil` for a body that is kept in memory.
    private var position: Int64?
    /// Why the answer was broken off here, and as what that counts.
    private var ownFailure: (phase: TransferFailure.Phase, reason: String)?
    /// Why the last socket was refused that it would have had.
    private var refusal: String?

    init(_ order: TransferOrder) throws(TransferFailure) {
        guard var handle = CurlHandle() else {
            throw TransferFailure(notBegun: order.url, "libcurl could not be started")
        }
        handle.prepare(order)
        self.order = order
        self.handle = handle
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = dailies_curl_set_bytes(
            pointer, CURLOPT_HEADERFUNCTION, takeHeader, CURLOPT_HEADERDATA, context)
        _ = dailies_curl_set_bytes(
            pointer, CURLOPT_WRITEFUNCTION, takeBody, CURLOPT_WRITEDATA, context)
        _ = dailies_curl_set_opener(pointer, openSocket, context)
        _ = dailies_curl_set_prerequest(pointer, checkConnection, context)
    }

    var pointer: UnsafeMutableRawPointer { handle.pointer }

    /// Performs it on the calling thread, until it is over or cancelled.
    func perform() throws(TransferFailure) -> HTTPResponse {
        handle.set(CURLOPT_NOPROGRESS, 0)
        _ = dailies_curl_set_progress(pointer, watch, Unmanaged.passUnretained(self).toOpaque())
        let code = withExtendedLifetime(self) { curl_easy_perform(pointer) }
        return try answer(code)
    }

    /// What came of it, by the code with which libcurl let it go.
    func answer(_ code: CURLcode) throws(TransferFailure) -> HTTPResponse {
        guard code == CURLE_OK else {
            if let refusal, isRefusal(code) {
                throw TransferFailure(notBegun: order.url, refusal, isOutOfReach: true)
            }
            let phase = TransferFailure.phase(
                code: code, requestBytesSent: handle.long(CURLINFO_REQUEST_SIZE))
            throw TransferFailure(
                phase: ownFailure?.phase ?? phase,
                reason: ownFailure?.reason ?? String(cString: curl_easy_strerror(code)),
                url: redacted(order.url), bytesReceived: received, status: status,
                headers: headers, isOutOfReach: false)
        }
        return HTTPResponse(
            status: handle.long(CURLINFO_RESPONSE_CODE), headers: headers, body: memory,
            redirect: handle.text(CURLINFO_REDIRECT_URL))
    }

    /// Whether a code can mean that a socket was refused.
    private func isRefusal(_ code: CURLcode) -> Bool {
        code == CURLE_COULDNT_CONNECT
            || code == CURLE_ABORTED_BY_CALLBACK && !order.cancel.isRaised
    }

    /// Whether a socket may lead to an address; one to a proxy always may.
    fileprivate func allows(_ address: IPAddress?) -> Bool {
        guard order.proxy == nil, order.reach != .anywhere else { return true }
        refusal = address.map { order.reach.refusal(of: $0) } ?? "the socket's kind is unknown"
        return refusal == nil
    }

    fileprivate func header(_ bytes: UnsafeRawBufferPointer) -> Bool {
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
        guard case .file(let descriptor, let place, _) = order.sink, (200..<300).contains(status)
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

    fileprivate func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += Int64(bytes.count)
        guard received <= order.limit else {
            return breakOff(.writing, "the answer is larger than the \(order.limit) bytes allowed")
        }
        guard case .file(let descriptor, _, let arrived) = order.sink, var position else {
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
        ownFailure = (phase, reason)
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

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private let takeHeader: dailies_curl_bytes = { bytes, size, count, context in
    let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer(context)?.header(buffer) == true ? size * count : 0
}

private let takeBody: dailies_curl_bytes = { bytes, size, count, context in
    let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer(context)?.body(buffer) == true ? size * count : 0
}

/// Comes before a socket is made, for each address that a name has.
private let openSocket: curl_opensocket_callback = { context, _, address in
    guard let address, let place = MemoryLayout<curl_sockaddr>.offset(of: \.addr),
        transfer(context)?.allows(
            IPAddress(
                UnsafeRawBufferPointer(
                    start: UnsafeRawPointer(address) + place, count: Int(address.pointee.addrlen))))
            == true
    else { return CURL_SOCKET_BAD }
    let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return socket(address.pointee.family, kind, address.pointee.protocol)
}

/// Comes before each request, also on a connection that another transfer made.
private let checkConnection: curl_prereq_callback = { context, address, _, _, _ in
    let address = address.flatMap { IPAddress(String(cString: $0)) }
    return transfer(context)?.allows(address) == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private let watch: dailies_curl_progress = { context, _, _, _, _ in
    transfer(context)?.order.cancel.isRaised == false ? 0 : 1
}
