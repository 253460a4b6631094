import DailiesDigest
import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization

/// The server side of fal's storage, to which clients upload pictures before they refer to them
/// in a request.
final class FalServerStorage: Sendable {
    private let uploads: UploadStore
    /// The issued upload tokens; the account's key is not accepted for uploads.
    private let tokens = Mutex<Set<String>>([])

    init(uploads: UploadStore) { self.uploads = uploads }

    /// Issues a token for uploads, with the base URL for them.
    func token(_ request: ServerRequest) throws(FalServerError) -> ServerResponse {
        guard request.query["storage_type"] == "fal-cdn-v3" else {
            throw FalServerError(422, "storage_type must be fal-cdn-v3")
        }
        let token = randomHexadecimal()
        tokens.withLock { _ = $0.insert(token) }
        let expires = Date(timeIntervalSinceNow: 3600)
            .formatted(Date.ISO8601FormatStyle()).replacing("Z", with: "+00:00")
        return .json(
            200,
            [
                "token": .string(token), "token_type": "Bearer",
                "base_url": .string(request.baseURL), "expires_at": .string(expires),
            ])
    }

    /// Refuses a request without an issued token.
    private func requireToken(_ request: ServerRequest) throws(FalServerError) {
        let words = (request.headers["authorization"] ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer",
            tokens.withLock({ $0.contains(String(words[1])) })
        else { throw .unauthorized }
    }

    /// Stores a whole file.
    func upload(_ request: ServerRequest) throws(FalServerError) -> ServerResponse {
        try requireToken(request)
        guard let bytes = request.body else { throw .tooLarge }
        let path = reserve(request)
        uploads.store(bytes, at: path)
        return .json(200, ["access_url": .string(request.baseURL + path)])
    }

    /// Starts a multipart upload.
    func beginMultipart(_ request: ServerRequest) throws(FalServerError) -> ServerResponse {
        try requireToken(request)
        return .json(
            200,
            [
                "access_url": .string(request.baseURL + reserve(request)),
                "uploadId": .string(randomHexadecimal()),
            ])
    }

    private func reserve(_ request: ServerRequest) -> String {
        uploads.reserve(
            name: request.headers["x-fal-file-name"] ?? "file",
            contentType: request.headers["content-type"] ?? "application/octet-stream")
    }

    /// The older upload: `{file_name, content_type}` returns a URL for a `PUT` of the bytes.
    func initiate(_ request: ServerRequest, _ body: JSONValue) throws(FalServerError)
        -> ServerResponse
    {
        guard let name = body["file_name"]?.text, let type = body["content_type"]?.text else {
            throw FalServerError(
                422,
                problems: [
                    FieldProblem(
                        field: "body.file_name", message: "Field required", type: "missing")
                ])
        }
        let address = request.baseURL + uploads.reserve(name: name, contentType: type)
        return .json(200, ["upload_url": .string(address), "file_url": .string(address)])
    }

    /// Whether a path belongs to a multipart upload: `…/multipart/{id}/{number or complete}`.
    static func isMultipartPath(_ segments: [String]) -> Bool {
        segments.first == "uploads" && segments.count == 6 && segments[3] == "multipart"
    }

    /// Stores a part of a multipart upload, or completes the upload.
    func uploadPart(_ request: ServerRequest) throws(FalServerError) -> ServerResponse {
        try requireToken(request)
        let segments = request.segments
        let path = "/" + segments.prefix(3).joined(separator: "/")
        guard let bytes = request.body else { throw .tooLarge }
        if request.method == "PUT", let number = Int(segments[5]) {
            guard let tag = uploads.store(part: number, bytes, at: path) else { throw .notFound }
            return ServerResponse(status: 200, headers: ["ETag": tag])
        }
        guard request.method == "POST", segments[5] == "complete" else { throw .wrongMethod }
        let listed = (try? JSONValue(parsing: bytes))?["parts"]?.elements ?? []
        let numbers = listed.compactMap { $0["partNumber"]?.integer }.sorted()
        guard uploads.join(numbers, at: path) else {
            throw FalServerError(400, "A part is missing")
        }
        return .json(200, [:])
    }
}
