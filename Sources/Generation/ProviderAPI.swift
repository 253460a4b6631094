import DailiesHTTP
import DailiesJSON
import Foundation

/// A provider's HTTP interface: who may see the key, what is sent once, what may be repeated.
struct ProviderAPI: Sendable {
    /// Header fields that prove who is asking.
    let credential: [String: String]
    let scrubber: Scrubber
    /// Waits before something is asked again.
    let pause: @Sendable (Duration) async throws -> Void
    private let client: HTTPClient
    /// The only places that the key is shown to.
    private let trusted: Set<WebOrigin>
    /// Whether addresses given by the provider may lead to this machine, and only there.
    private let isStandIn: Bool
    private let allowsLoopback: Bool
    private let backups: [String: String]
    private let refusedFields = RefusedFields()

    init(_ access: ProviderAccess, credential: [String: String]) {
        self.credential = credential
        scrubber = Scrubber(key: access.key, others: access.callbackSecrets)
        pause = access.pause
        client = access.client
        trusted = Set(
            (Array(access.addresses.values) + access.backups.values).compactMap(WebOrigin.init))
        isStandIn = access.isStandIn
        allowsLoopback = access.allowsLoopback
        backups = access.backups
    }

    /// How far requests to the provider itself may lead: a gateway of the user's own may stand in
    /// the user's own network.
    private var own: Reach { isStandIn ? .loopbackOnly : .anywhere }

    /// How far requests to addresses that the provider gave may lead.
    private var given: Reach {
        isStandIn ? .loopbackOnly : allowsLoopback ? .publicInternetOrLoopback : .publicInternet
    }

    /// Whether an address belongs to the provider itself, so that the key may go there.
    func isTrusted(_ url: String) -> Bool { WebOrigin(url).map(trusted.contains) ?? false }

    /// Sends a request that is paid for, once, on a connection of its own.
    ///
    /// - Parameter patience: how long the answer may take.
    /// - Throws: `ProviderFailure`.
    func pay(
        _ url: String, _ body: JSONValue, patience: Duration
    ) async throws(ProviderFailure) -> HTTPResponse {
        let post = HTTPRequest(
            .post, url, headers: fields(for: url, json: true),
            body: body.canonicalBytes, deadline: patience, needsFreshConnection: true, reach: own)
        do {
            return try await sendWithBackup(post)
        } catch let failure as TransferFailure {
            throw failure.isOutOfReach
                ? .refused(reason: failure.description)
                : failure.phase == .connecting
                    ? .tryLater(reason: failure.description, after: nil)
                    : .unknown(reason: failure.description)
        } catch {
            throw .unknown(reason: "\(error)")
        }
    }

    /// Sends a request that is paid for, with fields that the model's page doesn't name and other
    /// documents of the provider do.
    ///
    /// Where the provider refuses one of them as unknown, nothing was accepted: the request is sent
    /// again without it, and later requests leave it out.
    ///
    /// - Parameter failure: reads an answer that isn't a success.
    /// - Throws: `ProviderFailure`.
    func pay(
        _ url: String, _ body: [String: JSONValue], optional: [String: JSONValue],
        patience: Duration, failure: (HTTPResponse) -> ProviderFailure
    ) async throws -> HTTPResponse {
        while true {
            let extras = optional.filter { !refusedFields.contains($0.key) }
            let whole = body.merging(extras) { page, _ in page }
            let response = try await pay(url, .object(whole), patience: patience)
            guard !response.isSuccess else { return response }
            let failure = failure(response)
            guard noteRefusal(failure, response.status, of: extras.keys) else { throw failure }
        }
    }

    /// Whether the provider has refused a field or parameter as unknown.
    func hasRefused(_ name: String) -> Bool { refusedFields.contains(name) }

    /// Notes which of some fields or parameters a failure refuses as unknown; `false` where it is
    /// about something else.
    func noteRefusal(
        _ failure: ProviderFailure, _ status: Int, of names: some Collection<String>
    ) -> Bool {
        guard let name = RefusedFields.name(in: failure, status, among: names) else {
            return false
        }
        refusedFields.insert(name)
        return true
    }

    /// Sends what may be repeated: a question, a cancellation, the handing over of a file.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func ask(
        _ method: HTTPRequest.Method = .get, _ url: String, _ body: JSONValue? = nil
    ) async throws -> HTTPResponse {
        try await send(
            HTTPRequest(
                method, url, headers: fields(for: url, json: body != nil),
                body: body?.canonicalBytes, reach: own))
    }

    /// Puts bytes where the provider wants them, without the key.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func put(_ bytes: Data, to url: String, headers: [String: String]) async throws {
        let response = try await hand(bytes, .put, url, headers: headers)
        guard response.isSuccess else {
            // A place is good for a short time and for one file: another one is asked for.
            throw ProviderFailure.tryLater(
                reason: "HTTP \(response.status) at the place for files",
                after: response.retryAfter)
        }
    }

    /// Sends bytes to where the provider wants them, with header fields of the caller's own and
    /// without the key.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func hand(
        _ bytes: Data, _ method: HTTPRequest.Method, _ url: String, headers: [String: String]
    ) async throws -> HTTPResponse {
        guard isAllowed(url) else {
            throw ProviderFailure.refused(
                reason: "the provider wants a file put at \(redacted(url)), which is neither "
                    + "https nor a stand-in on this machine")
        }
        return try await send(
            HTTPRequest(
                method, url, headers: headers, body: bytes,
                deadline: .handingOver(bytes: bytes.count), reach: given))
    }

    /// Whether an address that the provider gave may be used at all.
    func isAllowed(_ url: String) -> Bool {
        isLoopback(url)
            ? isStandIn || allowsLoopback : !isStandIn && url.lowercased().hasPrefix("https://")
    }

    /// The answer's JSON.
    ///
    /// - Throws: `ProviderFailure`, `.tryLater` where it is none: a gateway's page, say.
    func json(_ response: HTTPResponse) throws(ProviderFailure) -> JSONValue {
        guard let json = try? JSONValue(parsing: response.body) else {
            throw .tryLater(
                reason: "HTTP \(response.status), but the answer is no JSON", after: nil)
        }
        return json
    }

    private func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        do {
            return try await sendWithBackup(request)
        } catch let failure as TransferFailure {
            if failure.phase == .cancelled { throw CancellationError() }
            if failure.isOutOfReach { throw ProviderFailure.refused(reason: failure.description) }
            throw ProviderFailure.tryLater(reason: failure.description, after: nil)
        }
    }

    /// Sends a request; where no connection could be made, so that nothing has left, sends it to the
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
                // The first failure says why the backup was asked at all.
                throw failure
            }
        }
    }

    /// The key goes to trusted places only, wherever an address came from.
    private func fields(for url: String, json: Bool) -> [String: String] {
        var fields = isTrusted(url) ? credential : [:]
        fields["Accept"] = "application/json"
        if json { fields["Content-Type"] = "application/json" }
        return fields
    }
}

extension Duration {
    /// How long the handing over of a file may take: on a slow line a hundred megabytes need half an
    /// hour, while a picture that takes as long has got stuck.
    static func handingOver(bytes: Int) -> Duration {
        .seconds(60) + .seconds(Double(bytes) / Double(64 << 10))
    }
}

/// A text as one part of a path or a query.
func escaped(_ text: String) -> String {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
}
