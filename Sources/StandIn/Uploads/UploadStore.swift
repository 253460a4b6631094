import DailiesDigest
import DailiesHTTPServer
import Foundation
import Synchronization

/// Stores the pictures that clients upload, each at a path that can't be guessed.
final class UploadStore: Sendable {
    private let uploads = Mutex<[String: Upload]>([:])

    /// The prefix of the paths of uploads.
    static let root = "/uploads/"

    /// The requirements for the request that uploads a file.
    struct Requirements: Sendable {
        /// The headers that it must have, with their exact values.
        var requiredHeaders: [String: String] = [:]
        /// Whether it may have the header `Authorization`.
        var allowsAuthorization = true
        var limit = 50 << 20
    }

    private struct Upload {
        let requirements: Requirements
        var contentType: String
        var bytes: Data?
        /// The parts of a multipart upload, by number.
        var parts: [Int: Data] = [:]
    }

    /// Reserves a path for one file.
    func reserve(name: String, contentType: String, _ requirements: Requirements = Requirements())
        -> String
    {
        let safe = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
        let path = "\(Self.root)\(randomHexadecimal())/\(safe.isEmpty ? "file" : safe)"
        uploads.withLock { $0[path] = Upload(requirements: requirements, contentType: contentType) }
        return path
    }

    /// Stores the bytes at a reserved path.
    func store(_ bytes: Data, at path: String) {
        uploads.withLock { $0[path]?.bytes = bytes }
    }

    /// The bytes at a path; `nil` before they are uploaded.
    func bytes(at path: String) -> Data? { uploads.withLock { $0[path]?.bytes } }

    /// Removes the file at a path.
    func remove(_ path: String) { uploads.withLock { $0[path] = nil } }

    /// Stores a part of a multipart upload and returns its entity tag; `nil` if the path is not
    /// reserved.
    func store(part number: Int, _ bytes: Data, at path: String) -> String? {
        uploads.withLock { uploads in
            guard uploads[path] != nil else { return nil }
            uploads[path]?.parts[number] = bytes
            return "\"\(SHA256Digest(of: bytes).hex.prefix(32))\""
        }
    }

    /// Joins the parts of an upload in the given order; `false` if one is missing.
    func join(_ numbers: [Int], at path: String) -> Bool {
        uploads.withLock { uploads in
            guard let parts = uploads[path]?.parts, !numbers.isEmpty else { return false }
            let pieces = numbers.compactMap { parts[$0] }
            guard pieces.count == numbers.count else { return false }
            uploads[path]?.bytes = pieces.reduce(Data(), +)
            return true
        }
    }

    /// The response to a request below `/uploads/`: `PUT` stores a file, `GET` returns it.
    func response(to request: ServerRequest) -> ServerResponse {
        guard let upload = uploads.withLock({ $0[request.path] }) else {
            return .storageError(404, "NoSuchKey", "The specified key does not exist.")
        }
        if request.isRead {
            guard let bytes = upload.bytes else {
                return .storageError(404, "NoSuchKey", "Nothing has been uploaded yet.")
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
    /// An error response in the XML format of an object store.
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
