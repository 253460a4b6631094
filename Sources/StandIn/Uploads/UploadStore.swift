import DailiesDigest
import DailiesHTTPServer
import Foundation
import Synchronization

/// The pictures that clients handed in, each under a path that nobody guesses.
final class UploadStore: Sendable {
    private let places = Mutex<[String: Place]>([:])

    /// Everything handed in lies below it.
    static let root = "/uploads/"

    /// What a place is for.
    struct Terms: Sendable {
        /// Headers that must come with the bytes, word for word.
        var requiredHeaders: [String: String] = [:]
        /// Whether a key may come with the bytes.
        var allowsAuthorization = true
        var limit = 50 << 20
    }

    private struct Place {
        let terms: Terms
        var contentType: String
        var bytes: Data?
        /// Pieces of an upload in several parts.
        var parts: [Int: Data] = [:]
    }

    /// Makes a place for one file and returns its path.
    func reserve(name: String, contentType: String, _ terms: Terms = Terms()) -> String {
        let safe = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
        let path = "\(Self.root)\(randomHexadecimal())/\(safe.isEmpty ? "file" : safe)"
        places.withLock { $0[path] = Place(terms: terms, contentType: contentType) }
        return path
    }

    /// Fills a place.
    func store(_ bytes: Data, at path: String) {
        places.withLock { $0[path]?.bytes = bytes }
    }

    /// What lies at a path.
    func bytes(at path: String) -> Data? { places.withLock { $0[path]?.bytes } }

    /// Forgets what lies at a path.
    func remove(_ path: String) { places.withLock { $0[path] = nil } }

    /// Keeps one of the parts of an upload and returns its tag.
    func store(part number: Int, _ bytes: Data, at path: String) -> String? {
        places.withLock { places in
            guard places[path] != nil else { return nil }
            places[path]?.parts[number] = bytes
            return "\"\(SHA256Digest(of: bytes).hex.prefix(32))\""
        }
    }

    /// Joins the parts of an upload in their order; `false` where one is missing.
    func join(_ numbers: [Int], at path: String) -> Bool {
        places.withLock { places in
            guard let parts = places[path]?.parts, !numbers.isEmpty else { return false }
            let pieces = numbers.compactMap { parts[$0] }
            guard pieces.count == numbers.count else { return false }
            places[path]?.bytes = pieces.reduce(Data(), +)
            return true
        }
    }

    /// Answers a request below `/uploads/`: `PUT` fills a place, `GET` gives back what is there.
    func answer(_ request: ServerRequest) -> ServerResponse {
        guard let place = places.withLock({ $0[request.path] }) else {
            return .refusal(404, "NoSuchKey", "The specified key does not exist.")
        }
        if request.isRead {
            guard let bytes = place.bytes else {
                return .refusal(404, "NoSuchKey", "Nothing was handed in yet.")
            }
            return ServerResponse(
                status: 200, headers: ["Content-Type": place.contentType], body: .bytes(bytes))
        }
        guard request.method == "PUT" else {
            return .refusal(405, "MethodNotAllowed", "Only PUT and GET are allowed here.")
        }
        if !place.terms.allowsAuthorization, request.headers["authorization"] != nil {
            return .refusal(400, "InvalidArgument", "Only one auth mechanism is allowed.")
        }
        for (name, value) in place.terms.requiredHeaders
        where request.headers[name.lowercased()] != value {
            return .refusal(403, "SignatureDoesNotMatch", "The header \(name) isn't as signed.")
        }
        guard let bytes = request.body, bytes.count <= place.terms.limit else {
            return .refusal(400, "EntityTooLarge", "The file is larger than allowed.")
        }
        store(bytes, at: request.path)
        return ServerResponse(
            status: 200, headers: ["ETag": "\"\(SHA256Digest(of: bytes).hex.prefix(32))\""])
    }
}

extension ServerResponse {
    /// An error in the words of an object store.
    static func refusal(_ status: Int, _ code: String, _ message: String) -> ServerResponse {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>\(code)</Code><Message>\(message)</Message></Error>
            """
        return ServerResponse(
            status: status, headers: ["Content-Type": "application/xml"],
            body: .bytes(Data(text.utf8)))
    }
}
