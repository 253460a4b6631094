import DailiesDigest
import DailiesHTTPServer
import Foundation
import Synchronization

/// The pictures that clients handed in, each under a path that nobody guesses.
final class UploadStore: Sendable {
    private let uploads = Mutex<[String: Upload]>([:])

    /// Everything handed in lies below it.
    static let root = "/uploads/"

    /// What a place is for.
    struct Requirements: Sendable {
        /// Headers that must come with the bytes, word for word.
        var requiredHeaders: [String: String] = [:]
        /// Whether a key may come with the bytes.
        var allowsAuthorization = true
        var limit = 50 << 20
    }

    private struct Upload {
        let requirements: Requirements
        var contentType: String
        var bytes: Data?
        /// Pieces of an upload in several parts.
        var parts: [Int: Data] = [:]
    }

    /// Makes a place for one file and returns its path.
    func reserve(name: String, contentType: String, _ requirements: Requirements = Requirements())
        -> String
    {
        let safe = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
        let path = "\(Self.root)\(randomHexadecimal())/\(safe.isEmpty ? "file" : safe)"
        uploads.withLock { $0[path] = Upload(requirements: requirements, contentType: contentType) }
        return path
    }

    /// Fills a place.
    func store(_ bytes: Data, at path: String) {
        uploads.withLock { $0[path]?.bytes = bytes }
    }

    /// What lies at a path.
    func bytes(at path: String) -> Data? { uploads.withLock { $0[path]?.bytes } }

    /// Forgets what lies at a path.
    func remove(_ path: String) { uploads.withLock { $0[path] = nil } }

    /// Keeps one of the parts of an upload and returns its tag.
    func store(part number: Int, _ bytes: Data, at path: String) -> String? {
        uploads.withLock { uploads in
            guard uploads[path] != nil else { return nil }
            uploads[path]?.parts[number] = bytes
            return "\"\(SHA256Digest(of: bytes).hex.prefix(32))\""
        }
    }

    /// Joins the parts of an upload in their order; `false` where one is missing.
    func join(_ numbers: [Int], at path: String) -> Bool {
        uploads.withLock { uploads in
            guard let parts = uploads[path]?.parts, !numbers.isEmpty else { return false }
            let pieces = numbers.compactMap { parts[$0] }
            guard pieces.count == numbers.count else { return false }
            uploads[path]?.bytes = pieces.reduce(Data(), +)
            return true
        }
    }

    /// Answers a request below `/uploads/`: `PUT` fills a place, `GET` gives back what is there.
    func response(to request: ServerRequest) -> ServerResponse {
        guard let upload = uploads.withLock({ $0[request.path] }) else {
            return .storageError(404, "NoSuchKey", "The specified key does not exist.")
        }
        if request.isRead {
            guard let bytes = upload.bytes else {
                return .storageError(404, "NoSuchKey", "Nothing was handed in yet.")
            }
            return ServerResponse(
                status: 200, headers: ["Content-Type": upload.contentType], body: .bytes(bytes))
        }
        guard request.method == "PUT" else {
            return .storageError(405, "MethodNotAllowed", "Only PUT and GET are allowed here.")
        }
        if !upload.requirements.allowsAuthorization, request.headers["authorization"] != nil {
            return .storageError(400, "InvalidArgument", "Only one auth mechanism is allowed.")
        }
        for (name, value) in upload.requirements.requiredHeaders
        where request.headers[name.lowercased()] != value {
            return .storageError(
                403, "SignatureDoesNotMatch", "The header \(name) isn't as signed.")
        }
        guard let bytes = request.body, bytes.count <= upload.requirements.limit else {
            return .storageError(400, "EntityTooLarge", "The file is larger than allowed.")
        }
        store(bytes, at: request.path)
        return ServerResponse(
            status: 200, headers: ["ETag": "\"\(SHA256Digest(of: bytes).hex.prefix(32))\""])
    }
}

extension ServerResponse {
    /// An error in the words of an object store.
    static func storageError(_ status: Int, _ code: String, _ message: String) -> ServerResponse {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>\(code)</Code><Message>\(message)</Message></Error>
            """
        return ServerResponse(
            status: status, headers: ["Content-Type": "application/xml"],
            body: .bytes(Data(text.utf8)))
    }
}
