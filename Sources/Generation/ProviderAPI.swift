import DailiesHTTP
import DailiesJSON
import Foundation

/// A provider's HTTP interface: decides where the key is sent, and which requests may be repeated.
struct ProviderAPI: Sendable {
    /// Header fields that authenticate the account.
    let credential: [String: String]
    let redactor: SecretRedactor
    /// Waits before a request is repeated.
    let pause: @Sendable (Duration) async throws -> Void
    private let client: HTTPClient
    /// The only origins that the key is sent to.
    private let trustedOrigins: Set<WebOrigin>
    /// Whether the provider is a stand-in, whose addresses may lead to this machine only.
    private let isStandIn: Bool
    private let allowsLoopback: Bool
    private let backups: [String: String]
    private let unsupportedFields = UnsupportedFields()

    init(_ access: ProviderAccess, credential: [String: String]) {
        self.credential = credential
        redactor = SecretRedactor(key: access.key, otherSecrets: access.callbackSecrets)
        pause = access.pause
        client = access.client
        trustedOrigins = Set(
            (Array(access.addresses.values) + access.backups.values).compactMap(WebOrigin.init))
        isStandIn = access.isStandIn
        allowsLoopback = access.allowsLoopback
        backups = access.backups
    }

    /// The reach of requests to the configured base addresses: these may be a gateway in the user's
    /// network.
    private var configuredReach: Reach { isStandIn ? .loopbackOnly : .anywhere }

    /// The reach of requests to addresses from the provider's responses.
    private var responseReach: Reach {
        isStandIn ? .loopbackOnly : allowsLoopback ? .publicInternetOrLoopback : .publicInternet
    }

    /// Whether an address belongs to the provider, so that the key may be sent there.
    func isTrusted(_ url: String) -> Bool {
        WebOrigin(url).map(trustedOrigins.contains) ?? false
    }

    /// Sends a paid request once, on a fresh connection.
    ///
    /// - Parameter timeout: the time limit for the whole exchange.
    /// - Throws: `ProviderFailure`.
    func submit(
        _ url: String, _ body: JSONValue, timeout: Duration
    ) async throws(ProviderFailure) -> HTTPResponse {
        let post = HTTPRequest(
            .post, url, headers: headers(for: url, json: true),
            body: body.canonicalBytes, deadline: timeout, needsFreshConnection: true,
            reach: configuredReach)
        do {
            return try await sendWithBackup(post)
        } catch let failure as TransferFailure {
            throw failure.isOutOfReach
                ? .refused(reason: failure.description)
                : failure.phase == .connecting
                    ? .retryable(reason: failure.description, after: nil)
                    : .unknown(reason: failure.description)
        } catch {
            throw .unknown(reason: "\(error)")
        }
    }

    /// Sends a paid request with optional fields: fields that the model's page doesn't list and
    /// other documents of the provider do.
    ///
    /// If the provider refuses an optional field as unknown, nothing was accepted: the request is
    /// sent again without it, and later requests leave it out.
    ///
    /// - Parameter failure: classifies a response that isn't a success.
    /// - Throws: `ProviderFailure`.
    func submit(
        _ url: String, _ body: [String: JSONValue], optional: [String: JSONValue],
        timeout: Duration, failure: (HTTPResponse) -> ProviderFailure
    ) async throws -> HTTPResponse {
        while true {
            let extras = optional.filter { !unsupportedFields.contains($0.key) }
            let whole = body.merging(extras) { page, _ in page }
            let response = try await submit(url, .object(whole), timeout: timeout)
            guard !response.isSuccess else { return response }
            let failure = failure(response)
            guard recordUnsupported(failure, response.status, of: extras.keys) else {
                throw failure
            }
        }
    }

    /// Whether the provider refused a field or parameter as unknown earlier.
    func isUnsupported(_ name: String) -> Bool { unsupportedFields.contains(name) }

    /// Records which of some fields or parameters a failure refuses as unknown.
    ///
    /// - Returns: `false` if the failure has another cause.
    func recordUnsupported(
        _ failure: ProviderFailure, _ status: Int, of names: some Collection<String>
    ) -> Bool {
        guard let name = UnsupportedFields.rejectedName(in: failure, status, among: names) else {
            return false
        }
        unsupportedFields.insert(name)
        return true
    }

    /// Sends a request that may be repeated: a query, a cancellation, a step of an upload.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func request(
        _ method: HTTPRequest.Method = .get, _ url: String, _ body: JSONValue? = nil
    ) async throws -> HTTPResponse {
        try await send(
            HTTPRequest(
                method, url, headers: headers(for: url, json: body != nil),
                body: body?.canonicalBytes, reach: configuredReach))
    }

    /// Uploads bytes with PUT to an address from a response, without the key.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func put(_ bytes: Data, to url: String, headers: [String: String]) async throws {
        let response = try await upload(bytes, .put, url, headers: headers)
        guard response.isSuccess else {
            // An upload address is valid briefly and for one file: the caller requests another one.
            throw ProviderFailure.retryable(
                reason: "HTTP \(response.status) from the upload address",
                after: response.retryAfter)
        }
    }

    /// Uploads bytes to an address from a response, with the caller's header fields and without the
    /// key.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func upload(
        _ bytes: Data, _ method: HTTPRequest.Method, _ url: String, headers: [String: String]
    ) async throws -> HTTPResponse {
        guard isAllowed(url) else {
            throw ProviderFailure.refused(
                reason: "the provider's upload address \(redacted(url)) is neither https nor a "
                    + "stand-in on this machine")
        }
        return try await send(
            HTTPRequest(
                method, url, headers: headers, body: bytes,
                deadline: .uploadTimeout(bytes: bytes.count), reach: responseReach))
    }

    /// Whether an address from a provider's response may be used.
    func isAllowed(_ url: String) -> Bool {
        isLoopback(url)
            ? isStandIn || allowsLoopback : !isStandIn && url.lowercased().hasPrefix("https://")
    }

    /// The JSON of a response.
    ///
    /// - Throws: `ProviderFailure.retryable` if it isn't JSON, such as a gateway's error page.
    func json(_ response: HTTPResponse) throws(ProviderFailure) -> JSONValue {
        guard let json = try? JSONValue(parsing: response.body) else {
            throw .retryable(
                reason: "HTTP \(response.status), but the response is not JSON", after: nil)
        }
        return json
    }

    private func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        do {
            return try await sendWithBackup(request)
        } catch let failure as TransferFailure {
            if failure.phase == .cancelled { throw CancellationError() }
            if failure.isOutOfReach { throw ProviderFailure.refused(reason: failure.description) }
            throw ProviderFailure.retryable(reason: failure.description, after: nil)
        }
    }

    /// Sends a request; if no connection could be made, so that no byte was sent, sends it to the
    /// provider's backup host once.
    private func sendWithBackup(_ request: HTTPRequest) async throws -> HTTPResponse {
        do {
            return try await client.send(request)
        } catch let failure as TransferFailure
            where failure.phase == .connecting && !failure.isOutOfReach
        {
            guard let base = backups.keys.first(where: { request.url.hasPrefix($0 + "/") }),
                let backup = backups[base]
            else { throw failure }
            var second = request
            second.url = backup + request.url.dropFirst(base.count)
            do {
                return try await client.send(second)
            } catch let other as TransferFailure where other.phase == .connecting {
                // The first failure explains why the backup was used.
                throw failure
            }
        }
    }

    /// The header fields of a request; they contain the key only if the origin is trusted.
    private func headers(for url: String, json: Bool) -> [String: String] {
        var fields = isTrusted(url) ? credential : [:]
        fields["Accept"] = "application/json"
        if json { fields["Content-Type"] = "application/json" }
        return fields
    }
}

extension Duration {
    /// The time limit for the upload of a file: 60 s, and 1 s for each 64 KiB.
    ///
    /// On a slow line 100 MB take half an hour, while a picture that takes as long is stuck.
    static func uploadTimeout(bytes: Int) -> Duration {
        .seconds(60) + .seconds(Double(bytes) / Double(64 << 10))
    }
}

/// A text, percent-encoded for use as one path segment or query value.
func percentEncoded(_ text: String) -> String {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
}
