import DailiesHTTP
import DailiesJSON
import Foundation

/// One file's way to fal's CDN, with a token made for it: whole, or in parts where it is large.
///
/// What is put off on the way is asked for again a few times, with a new token where the CDN takes
/// the old one no more.
///
/// Source: fal.ai's Python and JavaScript clients (CDN v3).
struct FalCDN {
    let file: MediaUpload
    let api: ProviderAPI
    let rest: String
    let errors: FalErrors
    private var token: Token?

    /// What goes to the CDN in one piece: less than in fal's own clients, which go in parts from
    /// 100 MB on, since a line that breaks costs one part and not the whole file.
    private static let wholeLimit = 20 << 20
    /// The size of each part of a larger file but the last; as in fal's own clients.
    private static let partSize = 10 << 20
    /// How often one request is made again.
    private static let repeats = 3
    private static let backoff = Backoff(base: .seconds(1), maximum: .seconds(8))
    /// Where fal asks for more patience, another way is sooner at its end.
    private static let longestWait = Duration.seconds(30)

    init(file: MediaUpload, api: ProviderAPI, rest: String, errors: FalErrors) {
        self.file = file
        self.api = api
        self.rest = rest
        self.errors = errors
    }

    /// Puts the file there and returns its address.
    mutating func store() async throws -> String {
        guard file.bytes.count > Self.wholeLimit else {
            return try address(in: try await accepted(file.bytes, .post, "/files/upload"))
        }
        return try await storeParts()
    }

    /// One part after the other: the line is full with one.
    private mutating func storeParts() async throws -> String {
        let begun = try await accepted(Data(), .post, "/files/upload/multipart")
        let url = try address(in: begun)
        guard let id = try api.json(begun)["uploadId"]?.text else {
            throw ProviderFailure.tryLater(reason: "the upload has no id", after: nil)
        }
        let upload = "\(url)/multipart/\(escaped(id))"
        var parts: [JSONValue] = []
        for start in stride(from: 0, to: file.bytes.count, by: Self.partSize) {
            let number = parts.count + 1
            let part = file.bytes.dropFirst(start).prefix(Self.partSize)
            let response = try await accepted(Data(part), .put, "\(upload)/\(number)")
            guard let tag = response.headers["etag"] else {
                throw ProviderFailure.tryLater(reason: "part \(number) has no ETag", after: nil)
            }
            parts.append(["partNumber": .integer(number), "etag": .string(tag)])
        }
        let list: JSONValue = ["parts": .array(parts)]
        _ = try await accepted(
            list.canonicalBytes, .post, "\(upload)/complete", mediaType: "application/json")
        return url
    }

    private func address(in response: HTTPResponse) throws -> String {
        guard let url = try api.json(response)["access_url"]?.text else {
            throw ProviderFailure.tryLater(reason: "the file has no address", after: nil)
        }
        return url
    }

    // MARK: Requests

    /// Sends a request until it is accepted, as often as is worth it.
    ///
    /// - Parameter place: an address, or a path at the place that the token is good for.
    private mutating func accepted(
        _ bytes: Data, _ method: HTTPRequest.Method, _ place: String, mediaType: String? = nil
    ) async throws -> HTTPResponse {
        var chance = SystemRandomNumberGenerator()
        var attempt = 0
        while true {
            do {
                return try await send(bytes, method, place, mediaType ?? file.mediaType)
            } catch ProviderFailure.tryLater(let reason, let after) {
                let wait = max(
                    Self.backoff.delay(attempt: attempt, using: &chance), after ?? .zero)
                guard attempt < Self.repeats, wait <= Self.longestWait else {
                    throw ProviderFailure.tryLater(reason: reason, after: after)
                }
                attempt += 1
                try await api.pause(wait)
            }
        }
    }

    private mutating func send(
        _ bytes: Data, _ method: HTTPRequest.Method, _ place: String, _ mediaType: String
    ) async throws -> HTTPResponse {
        let token = try await validToken()
        // The token is good for this place alone; the account's key isn't shown to it.
        let response = try await api.hand(
            bytes, method, place.hasPrefix("/") ? token.base + place : place,
            headers: [
                "Authorization": token.proof, "Content-Type": mediaType,
                "X-Fal-File-Name": file.fileName, "Accept": "application/json",
            ])
        guard !response.isSuccess else { return response }
        // Here it is the token that is refused, which lives for a short time, and not the account.
        if [401, 403].contains(response.status) {
            self.token = nil
            throw ProviderFailure.tryLater(
                reason: "HTTP \(response.status): fal's storage takes its own token no more",
                after: nil)
        }
        throw errors.ofQuery(response)
    }

    // MARK: The token

    private struct Token {
        /// Where it is good.
        let base: String
        /// What is shown there.
        let proof: String
    }

    private mutating func validToken() async throws -> Token {
        if let token { return token }
        let answer = try await api.ask(
            .post, "\(rest)/storage/auth/token?storage_type=fal-cdn-v3", [:])
        guard answer.isSuccess else { throw errors.ofQuery(answer) }
        let json = try api.json(answer)
        guard let base = json["base_url"]?.text, let word = json["token"]?.text else {
            throw ProviderFailure.tryLater(reason: "no place for the file", after: nil)
        }
        let made = Token(base: base, proof: "\(json["token_type"]?.text ?? "Bearer") \(word)")
        token = made
        return made
    }
}
