import DailiesHTTPServer
import Foundation
import Synchronization

extension InjectedFaults {
    /// The response of a fault that fails the request before it is handled; `nil` if there is none.
    ///
    /// - Parameter errorResponse: makes the provider's response for a status.
    func replacementResponse(_ errorResponse: (Fault, Int) -> ServerResponse) -> ServerResponse? {
        for fault in faults {
            switch fault.name {
            case .reset: return ServerResponse(status: 500, body: .reset)
            case .redirect:
                return ServerResponse(
                    status: fault.httpStatus ?? 307,
                    headers: ["Location": fault["to"] ?? "https://elsewhere.invalid/"])
            default:
                guard let status = Int(fault.name.rawValue) else { continue }
                var response =
                    fault.flag("gateway") ? Self.gatewayPage(status) : errorResponse(fault, status)
                if let seconds = fault["retry-after"] { response.headers["Retry-After"] = seconds }
                return response
            }
        }
        return nil
    }

    /// The error page of a proxy (nginx) whose server doesn't respond.
    private static func gatewayPage(_ status: Int) -> ServerResponse {
        let title =
            switch status {
            case 502: "502 Bad Gateway"
            case 503: "503 Service Temporarily Unavailable"
            case 504: "504 Gateway Time-out"
            default: "500 Internal Server Error"
            }
        let page =
            "<html>\r\n<head><title>\(title)</title></head>\r\n<body>\r\n<center><h1>\(title)"
            + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
        return ServerResponse(
            status: status, headers: ["Content-Type": "text/html"], body: .bytes(Data(page.utf8)))
    }

    /// A response with the faults of its transfer: lost, reset, cut short, stalled or slow.
    func applied(to response: ServerResponse) -> ServerResponse {
        if let lost = self[.lostAnswer] {
            response.closeFile()
            return ServerResponse(status: 500, body: lost.flag("reset") ? .reset : .hangUp)
        }
        for fault in faults {
            let mode: FaultyBody.Mode
            switch fault.name {
            case .resetBody: mode = .reset(after: fault.integer("bytes") ?? 0)
            case .shortBody: mode = .end(after: fault.integer("bytes"))
            case .stall:
                mode = .stall(after: fault.integer("bytes") ?? 0, fault.duration("seconds"))
            case .slow: mode = .throttle(rate: fault.integer("rate") ?? 1000)
            default: continue
            }
            guard let faulty = FaultyBody(response.body, mode) else { return response }
            var response = response
            response.body = .stream(faulty.stream)
            return response
        }
        return response
    }
}

extension ServerResponse {
    /// Closes the file of a response that isn't sent.
    fileprivate func closeFile() {
        if case .file(let descriptor, _, _) = body { close(descriptor) }
    }
}

/// A response body that is sent incompletely, interrupted or slowly.
private final class FaultyBody: Sendable {
    private let source: Source
    private let count: Int64
    private let mode: Mode
    private let sent = Mutex<Int64>(0)

    /// The fault of the transfer; counts and rates are in bytes.
    enum Mode: Sendable {
        case reset(after: Int)
        /// Closes the connection; after half of the body by default.
        case end(after: Int?)
        case stall(after: Int, Duration?)
        case throttle(rate: Int)
    }

    private enum Source: Sendable {
        case bytes(Data)
        case file(descriptor: Int32, offset: Int64)
    }

    /// Takes ownership of a body; `nil` for a stream or no body.
    init?(_ body: ServerResponse.Body, _ mode: Mode) {
        switch body {
        case .bytes(let bytes):
            source = .bytes(bytes)
            count = Int64(bytes.count)
        case .file(let descriptor, let offset, let count):
            source = .file(descriptor: descriptor, offset: offset)
            self.count = count
        case .stream, .hangUp, .reset: return nil
        }
        self.mode = mode
    }

    deinit {
        if case .file(let descriptor, _) = source { close(descriptor) }
    }

    /// The stream of the body, announced with its full length.
    var stream: ServerStream {
        ServerStream(length: count) { [self] stopping in next(stopping) }
    }

    private static let block: Int64 = 64 << 10
    /// How many times a second a throttled body sends bytes.
    private static let sendsPerSecond: Int64 = 20

    private func next(_ stopping: StopSignal) -> ServerStream.Step {
        let position = sent.withLock { $0 }
        switch mode {
        case .reset(let limit):
            return position >= min(Int64(limit), count) ? .reset : read(Int64(limit) - position)
        case .end(let limit):
            let limit = limit.map(Int64.init) ?? count / 2
            return position >= min(limit, count) ? .end : read(limit - position)
        case .stall(let limit, let length):
            if position < limit { return read(Int64(limit) - position) }
            if position == limit {
                guard let length else {
                    stopping.wait()
                    return .end
                }
                stopping.pause(length)
            }
            return read(Self.block)
        case .throttle(let rate):
            stopping.pause(.milliseconds(1000 / Self.sendsPerSecond))
            return read(max(1, Int64(rate) / Self.sendsPerSecond))
        }
    }

    private func read(_ wanted: Int64) -> ServerStream.Step {
        let range = sent.withLock { sent in
            let start = sent
            sent = min(count, sent + min(max(wanted, 1), Self.block))
            return start..<sent
        }
        guard !range.isEmpty else { return .end }
        switch source {
        case .bytes(let bytes):
            let first = bytes.startIndex + Int(range.lowerBound)
            return .bytes(Data(bytes[first..<first + range.count]))
        case .file(let descriptor, let offset):
            var block = [UInt8](repeating: 0, count: range.count)
            let size = pread(descriptor, &block, block.count, off_t(offset + range.lowerBound))
            return size > 0 ? .bytes(Data(block[..<size])) : .reset
        }
    }
}
