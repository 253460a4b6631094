import DailiesHTTP
import DailiesJSON
import Foundation

/// Uploads one file to fal's CDN with a short-lived token: in one request, or in parts if it is
/// large.
///
/// A retryable failure is retried a few times, with a new token if the CDN rejects the old one.
///
/// Source: fal.ai's Python and JavaScript clients (CDN v3).
struct FalCDN {
    let file: MediaUpload
    let api: ProviderAPI
    let rest: String
    let errors: FalErrors
    private var token: Token?

    /// The largest file, in bytes, that is uploaded in one request.
    ///
    /// fal's own clients use parts from 100 MB on; with a lower limit a broken connection costs one
    /// part and not the whole file.
    private static let singleRequestLimit = 20 << 20
    /// Bytes of each part except the last; as in fal's own clients.
    private static let partSize = 10 << 20
    /// The maximum number of retries of one request.
    private static let maximumRetries = 3
    private static let backoff = Backoff(base: .seconds(1), maximum: .seconds(8))
    /// If fal asks for a longer delay, the upload falls back to another method.
    private static let maximumDelay = Duration.seconds(30)

    init(file: MediaUpload, api: ProviderAPI, rest: String, errors: FalErrors) {
        self.file = file
        self.api = api
        self.rest = rest
        self.errors = errors
    }

    /// Uploads the file and returns its address.
    mutating func upload() async throws -> String {
        guard file.bytes.count > Self.singleRequestLimit else {
            return try address(in: try await sendWithRetries(file.bytes, .post, "/files/upload"))
        }
        return try await uploadParts()
    }

    /// Uploads the parts one after the other, since one transfer uses the whole bandwidth.
    private mutating func uploadParts() async throws -> String {
        let begun = try await sendWithRetries(Data(), .post, "/files/upload/multipart")
        let url = try address(in: begun)
        guard let id = try api.json(begun)["uploadId"]?.text else {
            throw ProviderFailure.retryable(reason: "fal returned no upload id", after: nil)
        }
        let upload = "\(url)/multipart/\(percentEncoded(id))"
        var parts: [JSONValue] = []
        for start in stride(from: 0, to: file.bytes.count, by: Self.partSize) {
            let number = parts.count + 1
            let part = file.bytes.dropFirst(start).prefix(Self.partSize)
            let response = try await sendWithRetries(Data(part), .put, "\(upload)/\(number)")
            guard let tag = response.headers["etag"] else {
                throw ProviderFailure.retryable(
                    reason: "fal returned no ETag for part \(number)", after: nil)
            }
            parts.append(["partNumber": .integer(number), "etag": .string(tag)])
        }
        let list: JSONValue = ["parts": .array(parts)]
        _ = try await sendWithRetries(
            list.canonicalBytes, .post, "\(upload)/complete", mediaType: "application/json")
        return url
    }

    private func address(in response: HTTPResponse) throws -> String {
        guard let url = try api.json(response)["access_url"]?.text else {
            throw ProviderFailure.retryable(
                reason: "fal returned no address for the file", after: nil)
        }
        return url
    }

    // MARK: Requests

    /// Sends a request, and retries a retryable failure.
    ///
    /// - Parameter target: an address, or a path below the token's base address.
    private mutating func sendWithRetries(
        _ bytes: Data, _ method: HTTPRequest.Method, _ target: String, mediaType: String? = nil
    ) async throws -> HTTPResponse {
        var generator = SystemRandomNumberGenerator()
        var attempt = 0
        while true {
            do {
                return try await send(bytes, method, target, mediaType ?? file.mediaType)
            } catch ProviderFailure.retryable(let reason, let after) {
                let delay = max(
                    Self.backoff.delay(attempt: attempt, using: &generator), after ?? .zero)
                guard attempt < Self.maximumRetries, delay <= Self.maximumDelay else {
                    throw ProviderFailure.retryable(reason: reason, after: after)
                }
                attempt += 1
                try await api.pause(delay)
            }
        }
    }

    private mutating func send(
        _ bytes: Data, _ method: HTTPRequest.Method, _ target: String, _ mediaType: String
    ) async throws -> HTTPResponse {
        let token = try await validToken()
        // The token is valid only for the CDN, and the account's key is not sent there.
        let response = try await api.upload(
            bytes, method, target.hasPrefix("/") ? token.baseURL + target : target,
            headers: [
                "Authorization": token.authorization, "Content-Type": mediaType,
                "X-Fal-File-Name": file.fileName, "Accept": "application/json",
            ])
        guard !response.isSuccess else { return response }
        // The CDN rejects the short-lived token, not the account.
        if [401, 403].contains(response.status) {
            self.token = nil
            throw ProviderFailure.retryable(
                reason: "HTTP \(response.status): fal's storage rejected its upload token",
                after: nil)
        }
        throw errors.queryFailure(response)
    }

    // MARK: The token

    private struct Token {
        /// The base address that it is valid for.
        let baseURL: String
        /// The value of the `Authorization` field.
        let authorization: String
    }

    private mutating func validToken() async throws -> Token {
        if let token { return token }
        let answer = try await api.request(
            .post, "\(rest)/storage/auth/token?storage_type=fal-cdn-v3", [:])
        guard answer.isSuccess else { throw errors.queryFailure(answer) }
        let json = try api.json(answer)
        guard let base = json["base_url"]?.text, let token = json["token"]?.text else {
            throw ProviderFailure.retryable(reason: "fal returned no upload token", after: nil)
        }
        let created = Token(
            baseURL: base, authorization: "\(json["token_type"]?.text ?? "Bearer") \(token)")
        self.token = created
        return created
    }
}
