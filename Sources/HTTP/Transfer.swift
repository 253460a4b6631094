internal import CDailiesCurl
import DailiesThreads
import Foundation

/// Where the body of an answer goes.
enum BodySink: Sendable {
    /// Kept in memory.
    case memory
    /// Written to an open file; only the body of a 2xx answer, so that an error page never
    /// reaches the disk.
    case file(descriptor: Int32, arrived: @Sendable (Int64) -> Void)
}

/// One exchange: set up, performed on the calling thread, ended.
final class Transfer {
    /// What an answer kept in memory may have; an API's answers are a thousand times smaller.
    private static let memoryLimit = 16 << 20

    private let url: String
    private let limit: Int64
    private let sink: BodySink
    private let cancel: StopFlag
    private var status = 0
    private var headers: [String: String] = [:]
    private var memory = Data()
    private var received: Int64 = 0
    private var ownReason: String?

    init(url: String, limit: Int64, sink: BodySink, cancel: StopFlag) {
        self.url = url
        self.limit = limit
        self.sink = sink
        self.cancel = cancel
    }

    func perform(
        _ prepare: (inout CurlHandle) -> Void
    ) throws(TransferFailure) -> HTTPResponse {
        guard var handle = CurlHandle() else {
            throw failure(.connecting, "libcurl could not be started")
        }
        prepare(&handle)
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = dailies_curl_set_bytes(
            handle.pointer, CURLOPT_HEADERFUNCTION, takeHeader, CURLOPT_HEADERDATA, context)
        _ = dailies_curl_set_bytes(
            handle.pointer, CURLOPT_WRITEFUNCTION, takeBody, CURLOPT_WRITEDATA, context)
        handle.set(CURLOPT_NOPROGRESS, 0)
        _ = dailies_curl_set_progress(handle.pointer, watch, context)

        let code = withExtendedLifetime(self) { curl_easy_perform(handle.pointer) }
        guard code == CURLE_OK else {
            let phase = TransferFailure.phase(
                code: code, requestBytesSent: handle.long(CURLINFO_REQUEST_SIZE))
            let words = String(cString: curl_easy_strerror(code))
            throw failure(phase, ownReason ?? words)
        }
        return HTTPResponse(
            status: handle.long(CURLINFO_RESPONSE_CODE), headers: headers, body: memory)
    }

    private func failure(_ phase: TransferFailure.Phase, _ reason: String) -> TransferFailure {
        TransferFailure(
            phase: phase, reason: reason, url: redacted(url), bytesReceived: received,
            headers: headers)
    }

    fileprivate var isCancelled: Bool { cancel.isRaised }

    fileprivate func header(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let line = String(decoding: bytes, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        if line.hasPrefix("HTTP/") {
            // A new answer begins: after a redirect, the headers of the last one don't count.
            headers = [:]
            status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        } else if let colon = line.firstIndex(of: ":") {
            let name = line[..<colon].lowercased()
            headers[name] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return true
    }

    fileprivate func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += Int64(bytes.count)
        guard received <= limit else {
            ownReason = "the answer is larger than the \(limit) bytes allowed"
            return false
        }
        guard case .file(let descriptor, let arrived) = sink, (200..<300).contains(status) else {
            guard memory.count + bytes.count <= Self.memoryLimit else {
                ownReason = "the answer is larger than the \(Self.memoryLimit) bytes allowed"
                return false
            }
            memory.append(contentsOf: bytes)
            return true
        }
        var written = 0
        while written < bytes.count {
            let count = write(
                descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                ownReason = "the file could not be written: \(String(cString: strerror(errno)))"
                return false
            }
            written += count
        }
        arrived(received)
        return true
    }
}

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

private let watch: dailies_curl_progress = { context, _, _, _, _ in
    transfer(context)?.isCancelled == false ? 0 : 1
}
