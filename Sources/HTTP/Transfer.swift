internal import CDailiesCurl
import DailiesInternet
import DailiesThreads
import Foundation

/// One exchange: set up, performed alone or among others, ended.
///
/// It stays on one thread.
final class Transfer {
    let order: TransferOrder
    private let handle: CurlHandle
    private let intake: Intake
    /// Why the last socket was refused that it would have had.
    private var refusal: String?

    init(_ order: TransferOrder) throws(TransferFailure) {
        guard var handle = CurlHandle() else {
            throw TransferFailure(notBegun: order.url, "libcurl could not be started")
        }
        handle.prepare(order)
        self.order = order
        self.handle = handle
        intake = Intake(order)
        let context = Unmanaged.passUnretained(self).toOpaque()
        let arrivals = Unmanaged.passUnretained(self.intake).toOpaque()
        _ = dailies_curl_set_bytes(
            pointer, CURLOPT_HEADERFUNCTION, takeHeader, CURLOPT_HEADERDATA, arrivals)
        _ = dailies_curl_set_bytes(
            pointer, CURLOPT_WRITEFUNCTION, takeBody, CURLOPT_WRITEDATA, arrivals)
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
                phase: intake.failure?.phase ?? phase,
                reason: intake.failure?.reason ?? String(cString: curl_easy_strerror(code)),
                url: redacted(order.url), bytesReceived: intake.received, status: intake.status,
                headers: intake.headers, isOutOfReach: false)
        }
        return HTTPResponse(
            status: handle.long(CURLINFO_RESPONSE_CODE), headers: intake.headers,
            body: intake.memory,
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
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private func intake(_ context: UnsafeMutableRawPointer?) -> Intake? {
    context.map { Unmanaged<Intake>.fromOpaque($0).takeUnretainedValue() }
}

private let takeHeader: dailies_curl_bytes = { bytes, size, count, context in
    let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return intake(context)?.header(buffer) == true ? size * count : 0
}

private let takeBody: dailies_curl_bytes = { bytes, size, count, context in
    let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return intake(context)?.body(buffer) == true ? size * count : 0
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
