import DailiesDigest
import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization

/// fal's storage, where clients leave pictures before they name them in a request.
final class FalServerStorage: Sendable {
    private let uploads: UploadStore
    /// What was given out for uploads; an account's key opens nothing here.
    private let tokens = Mutex<Set<String>>([])

    init(uploads: UploadStore) { self.uploads = uploads }

    /// A token for uploads, and where they go.
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

    /// Lets in who brings a token that was given out here.
    private func requireToken(_ request: ServerRequest) throws(FalServerError) {
        let words = (request.headers["authorization"] ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer",
            tokens.withLock({ $0.contains(String(words[1])) })
        else { throw .unauthorized }
    }

    /// A whole file.
    func upload(_ request: ServerRequest) throws(FalServerError) -> ServerResponse {
        try requireToken(request)
        guard let bytes = request.body else { throw .tooLarge }
        let path = reserve(request)
        uploads.store(bytes, at: path)
        return .json(200, ["access_url": .string(request.baseURL + path)])
    }

    /// The beginning of a file that comes in parts.
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

    /// The older way: `{file_name, content_type}` gives an address to put the bytes to.
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

    /// Whether a path belongs to an upload in parts: `…/multipart/{id}/{number or complete}`.
    static func isMultipartPath(_ segments: [String]) -> Bool {
        segments.first == "uploads" && segments.count == 6 && segments[3] == "multipart"
    }

    /// A part of a file, or the word that all parts are there.
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
