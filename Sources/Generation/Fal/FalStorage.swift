import DailiesHTTP
import DailiesJSON
import Foundation

/// Hands pictures and videos over to fal: to its CDN with a token made for it, large ones in parts;
/// where that can't be had, inside the request as a data URI, or the older way.
///
/// Source: fal.ai's Python and JavaScript clients (CDN v3); *Queue API* for data URIs.
struct FalStorage {
    let api: ProviderAPI
    let rest: String
    let errors: FalErrors

    /// What may travel inside a request instead.
    private static let dataURILimit = 4 << 20
    /// What goes to the CDN in one piece; as in fal's own clients.
    private static let wholeLimit = 100 << 20
    /// The size of each part of a larger file but the last; as in fal's own clients.
    private static let partSize = 10 << 20

    func upload(_ file: MediaUpload) async throws -> String {
        do {
            return try await store(file)
        } catch is ProviderFailure {
            guard file.bytes.count <= Self.dataURILimit else { return try await initiate(file) }
            return "data:\(file.mediaType);base64,\(file.bytes.base64EncodedString())"
        }
    }

    // MARK: The CDN

    private func store(_ file: MediaUpload) async throws -> String {
        let answer = try await api.ask(
            .post, "\(rest)/storage/auth/token?storage_type=fal-cdn-v3", [:])
        guard answer.isSuccess else { throw errors.ofQuery(answer) }
        let token = try api.json(answer)
        guard let base = token["base_url"]?.text, let word = token["token"]?.text else {
            throw ProviderFailure.tryLater(reason: "no place for a picture", after: nil)
        }
        // The token is good for this place alone; the account's key isn't shown to it.
        let pass = [
            "Authorization": "\(token["token_type"]?.text ?? "Bearer") \(word)",
            "Content-Type": file.mediaType,
            "X-Fal-File-Name": file.fileName,
            "Accept": "application/json",
        ]
        return file.bytes.count <= Self.wholeLimit
            ? try await storeWhole(file, at: "\(base)/files/upload", pass)
            : try await storeParts(file, at: "\(base)/files/upload/multipart", pass)
    }

    private func storeWhole(
        _ file: MediaUpload, at place: String, _ pass: [String: String]
    ) async throws -> String {
        try address(in: try await accepted(file.bytes, .post, place, pass))
    }

    /// One part after the other: the line is full with one.
    private func storeParts(
        _ file: MediaUpload, at place: String, _ pass: [String: String]
    ) async throws -> String {
        let begun = try await accepted(Data(), .post, place, pass)
        let url = try address(in: begun)
        guard let id = try api.json(begun)["uploadId"]?.text else {
            throw ProviderFailure.tryLater(reason: "the upload has no id", after: nil)
        }
        let upload = "\(url)/multipart/\(escaped(id))"
        var parts: [JSONValue] = []
        for start in stride(from: 0, to: file.bytes.count, by: Self.partSize) {
            let number = parts.count + 1
            let part = file.bytes.dropFirst(start).prefix(Self.partSize)
            let response = try await accepted(Data(part), .put, "\(upload)/\(number)", pass)
            guard let tag = response.headers["etag"] else {
                throw ProviderFailure.tryLater(reason: "part \(number) has no ETag", after: nil)
            }
            parts.append(["partNumber": .integer(number), "etag": .string(tag)])
        }
        let list: JSONValue = ["parts": .array(parts)]
        let fields = pass.merging(["Content-Type": "application/json"]) { $1 }
        _ = try await accepted(list.canonicalBytes, .post, "\(upload)/complete", fields)
        return url
    }

    private func accepted(
        _ bytes: Data, _ method: HTTPRequest.Method, _ url: String, _ fields: [String: String]
    ) async throws -> HTTPResponse {
        let response = try await api.hand(bytes, method, url, headers: fields)
        guard response.isSuccess else { throw errors.ofQuery(response) }
        return response
    }

    private func address(in response: HTTPResponse) throws -> String {
        guard let url = try api.json(response)["access_url"]?.text else {
            throw ProviderFailure.tryLater(reason: "the picture has no address", after: nil)
        }
        return url
    }

    // MARK: The older way

    /// An address to put the bytes to, and the one under which they are then found.
    private func initiate(_ file: MediaUpload) async throws -> String {
        let answer = try await api.ask(
            .post, "\(rest)/storage/upload/initiate?storage_type=gcs",
            ["file_name": .string(file.fileName), "content_type": .string(file.mediaType)])
        guard answer.isSuccess else { throw errors.ofQuery(answer) }
        let place = try api.json(answer)
        guard let upload = place["upload_url"]?.text, let url = place["file_url"]?.text else {
            throw ProviderFailure.tryLater(reason: "no place for a picture", after: nil)
        }
        try await api.put(file.bytes, to: upload, headers: ["Content-Type": file.mediaType])
        return url
    }
}
