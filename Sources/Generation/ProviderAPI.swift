import DailiesDigest
import DailiesHTTP
import DailiesJSON
import Foundation

/// A provider's HTTP interface: decides where the key is sent, and which requests may be repeated.
struct ProviderAPI: Sendable {
    /// Makes the header fields that authenticate the account, for each request: a token may expire.
    private let credential: @Sendable () -> [String: String]
    let redactor: SecretRedactor
    /// The first 16 digits of the SHA-256 of the account's key; `nil` without a key.
    let accountMark: String?
    /// Waits before a request is repeated.
    let pause: @Sendable (Duration) async throws -> Void
    private let client: HTTPClient
    /// The only origins that the key is sent to.
    private let trustedOrigins: Set<WebOrigin>
    /// Whether the provider is a stand-in, whose addresses may lead to this machine only.
    private let isStandIn: Bool
    private let allowsLoopback: Bool
    private let hosts: BackupHosts
    private let unsupportedFields = UnsupportedFields()

    init(_ access: ProviderAccess, credential: [String: String]) {
        self.init(access, credential: { credential })
    }

    /// - Parameter credential: makes the header fields that authenticate the account.
    init(_ access: ProviderAccess, credential: @escaping @Sendable () -> [String: String]) {
        self.credential = credential
        redactor = SecretRedactor(key: access.key, otherSecrets: access.callbackSecrets)
        accountMark = access.key.map { String(SHA256Digest(of: Data($0.utf8)).hex.prefix(16)) }
        pause = access.pause
        client = access.client
        trustedOrigins = Set(
            (Array(access.addresses.values) + access.backups.values).compactMap(WebOrigin.init))
        isStandIn = access.isStandIn
        allowsLoopback = access.allowsLoopback
        hosts = BackupHosts(access.backups)
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
    /// Nothing is sent a second time here: the caller has to check its limits before each purchase.
    /// After a failure the next call differs if that helps: after `.unreachable` it goes to the backup
    /// host, and after `.retryable` the caller leaves out the fields that were refused.
    ///
    /// - Parameters:
    ///   - optional: the names of fields that the model's page doesn't list and other documents of
    ///     the provider do. If the response refuses one as unknown, it is recorded as unsupported.
    ///   - timeout: the time limit for the whole exchange; longer for a body with pictures.
    ///   - failure: classifies a response that isn't a success.
    /// - Throws: `ProviderFailure`.
    func submit(
        _ url: String, _ body: JSONValue, optional: [String] = [], timeout: Duration,
        failure: (HTTPResponse) -> ProviderFailure
    ) async throws(ProviderFailure) -> HTTPResponse {
        let bytes = body.canonicalBytes
        let post = HTTPRequest(
            .post, hosts.preferred(url), headers: headers(for: url, json: true), body: bytes,
            deadline: timeout + .transferTime(bytes: bytes.count), needsFreshConnection: true,
            reach: configuredReach)
        let response: HTTPResponse
        do {
            response = try await client.send(post)
        } catch let failure as TransferFailure {
            if failure.isOutOfReach { throw .refused(reason: failure.description) }
            guard failure.phase == .connecting else {
                throw .unknown(reason: failure.description)
            }
            hosts.markUnreachable(post.url)
            throw .unreachable(reason: failure.description)
        } catch {
            throw .unknown(reason: "\(error)")
        }
        guard !response.isSuccess else { return response }
        let failure = failure(response)
        if recordUnsupported(failure, response.status, of: optional) {
            throw .retryable(reason: failure.description, after: nil)
        }
        throw failure
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

    /// Sends a file to one of the provider's own addresses, as a form (RFC 7578) with one field.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func postForm(_ field: String, _ file: MediaUpload, to url: String) async throws -> HTTPResponse
    {
        let boundary = "dailies-\(UUID().uuidString)"
        let name = file.fileName.filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))
        }
        let head = """
            --\(boundary)\r
            Content-Disposition: form-data; name="\(field)"; filename="\(name)"\r
            Content-Type: \(file.mediaType)\r
            \r

            """
        let body = Data(head.utf8) + file.bytes + Data("\r\n--\(boundary)--\r\n".utf8)
        var fields = headers(for: url, json: false)
        fields["Content-Type"] = "multipart/form-data; boundary=\(boundary)"
        return try await send(
            HTTPRequest(
                .post, url, headers: fields, body: body,
                deadline: .uploadTimeout(bytes: body.count), reach: configuredReach))
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

    /// Sends a request to the host that answered last; if no connection can be made, to the other
    /// one of the provider's two hosts.
    private func sendWithBackup(_ request: HTTPRequest) async throws -> HTTPResponse {
        var request = request
        request.url = hosts.preferred(request.url)
        do {
            return try await client.send(request)
        } catch let failure as TransferFailure
            where failure.phase == .connecting && !failure.isOutOfReach
        {
            hosts.markUnreachable(request.url)
            let other = hosts.preferred(request.url)
            guard other != request.url else { throw failure }
            request.url = other
            do {
                return try await client.send(request)
            } catch let second as TransferFailure where second.phase == .connecting {
                hosts.markUnreachable(other)
                // Neither host can be reached: the failure of the preferred one is reported.
                throw failure
            }
        }
    }

    /// The header fields of a request; they contain the key only if the origin is trusted.
    private func headers(for url: String, json: Bool) -> [String: String] {
        var fields = isTrusted(url) ? credential() : [:]
        fields["Accept"] = "application/json"
        if json { fields["Content-Type"] = "application/json" }
        return fields
    }
}

extension Duration {
    /// The time limit for the upload of a file: 60 s, and the time of its transfer.
    ///
    /// On a slow line 100 MB take half an hour, while a picture that takes as long is stuck.
    static func uploadTimeout(bytes: Int) -> Duration { .seconds(60) + transferTime(bytes: bytes) }

    /// The longest time that a transfer should take: 1 s for each 64 KiB.
    static func transferTime(bytes: Int) -> Duration {
        .seconds(Double(bytes) / Double(64 << 10))
    }
}

/// A text, percent-encoded for use as one path segment or query value.
func percentEncoded(_ text: String) -> String {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
}
