internal import CDailiesCurl
import DailiesInternet
import DailiesThreads
import Foundation

/// One HTTP exchange, performed on its own thread or as part of a multi handle.
///
/// All its methods must be called on the same thread.
final class Transfer {
    let settings: TransferSettings
    private let handle: CurlHandle
    private let sink: ResponseSink
    /// Why the last socket was refused.
    private var refusal: String?

    init(_ settings: TransferSettings) throws(TransferFailure) {
        guard var handle = CurlHandle() else {
            throw TransferFailure(notStarted: settings.url, "libcurl could not be started")
        }
        handle.configure(settings)
        self.settings = settings
        self.handle = handle
        sink = ResponseSink(settings)
        let context = Unmanaged.passUnretained(self).toOpaque()
        let sinkContext = Unmanaged.passUnretained(self.sink).toOpaque()
        _ = dailies_curl_set_bytes(
            pointer, CURLOPT_HEADERFUNCTION, receiveHeaderLine, CURLOPT_HEADERDATA, sinkContext)
        _ = dailies_curl_set_bytes(
            pointer, CURLOPT_WRITEFUNCTION, receiveBody, CURLOPT_WRITEDATA, sinkContext)
        _ = dailies_curl_set_opener(pointer, openSocket, context)
        _ = dailies_curl_set_prerequest(pointer, checkConnection, context)
    }

    var pointer: UnsafeMutableRawPointer { handle.pointer }

    /// Performs the transfer on the calling thread, until it ends or is cancelled.
    func perform() throws(TransferFailure) -> HTTPResponse {
        handle.set(CURLOPT_NOPROGRESS, 0)
        _ = dailies_curl_set_progress(
            pointer, checkCancellation, Unmanaged.passUnretained(self).toOpaque())
        let code = withExtendedLifetime(self) { curl_easy_perform(pointer) }
        return try response(code)
    }

    /// The response of a finished transfer.
    ///
    /// - Parameter code: libcurl's result.
    func response(_ code: CURLcode) throws(TransferFailure) -> HTTPResponse {
        guard code == CURLE_OK else {
            if let refusal, isRefusal(code) {
                throw TransferFailure(notStarted: settings.url, refusal, isOutOfReach: true)
            }
            let phase = TransferFailure.phase(
                code: code, requestBytesSent: handle.long(CURLINFO_REQUEST_SIZE))
            throw TransferFailure(
                phase: sink.failure?.phase ?? phase,
                reason: sink.failure?.reason ?? String(cString: curl_easy_strerror(code)),
                url: redacted(settings.url), bytesReceived: sink.bytesReceived,
                status: sink.status, headers: sink.headers, isOutOfReach: false)
        }
        return HTTPResponse(
            status: handle.long(CURLINFO_RESPONSE_CODE), headers: sink.headers,
            body: sink.body,
            redirect: handle.text(CURLINFO_REDIRECT_URL))
    }

    /// Whether the code can be the result of a refused socket.
    private func isRefusal(_ code: CURLcode) -> Bool {
        code == CURLE_COULDNT_CONNECT
            || code == CURLE_ABORTED_BY_CALLBACK && !settings.cancellation.isRaised
    }

    /// Whether a socket may connect to an address; a socket to a proxy always may.
    fileprivate func allows(_ address: IPAddress?) -> Bool {
        guard settings.proxy == nil, settings.reach != .anywhere else { return true }
        refusal =
            address.map { settings.reach.refusal(of: $0) } ?? "the type of its socket is unknown"
        return refusal == nil
    }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private func responseSink(_ context: UnsafeMutableRawPointer?) -> ResponseSink? {
    context.map { Unmanaged<ResponseSink>.fromOpaque($0).takeUnretainedValue() }
}

private let receiveHeaderLine: dailies_curl_bytes = { bytes, size, count, context in
    let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return responseSink(context)?.receiveHeaderLine(buffer) == true ? size * count : 0
}

private let receiveBody: dailies_curl_bytes = { bytes, size, count, context in
    let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return responseSink(context)?.receiveBody(buffer) == true ? size * count : 0
}

/// Called to open a socket, for each address that a name resolves to.
private let openSocket: curl_opensocket_callback = { context, _, address in
    guard let address, let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr),
        transfer(context)?.allows(
            IPAddress(
                UnsafeRawBufferPointer(
                    start: UnsafeRawPointer(address) + offset, count: Int(address.pointee.addrlen)))
        ) == true
    else { return CURL_SOCKET_BAD }
    let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return socket(address.pointee.family, type, address.pointee.protocol)
}

/// Called before each request is sent, also on a connection that another transfer opened.
private let checkConnection: curl_prereq_callback = { context, address, _, _, _ in
    let address = address.flatMap { IPAddress(String(cString: $0)) }
    return transfer(context)?.allows(address) == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private let checkCancellation: dailies_curl_progress = { context, _, _, _, _ in
    transfer(context)?.settings.cancellation.isRaised == false ? 0 : 1
}
