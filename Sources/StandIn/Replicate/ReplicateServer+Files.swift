import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization

extension ReplicateServer {
    /// Stores the field `content` of a form.
    func store(_ request: ServerRequest) throws(ReplicateServerError) -> ServerResponse {
        guard let body = request.body else { throw .tooLarge }
        guard let type = request.headers["content-type"], type.hasPrefix("multipart/form-data"),
            let boundary = type.split(separator: "boundary=").last,
            let content = Self.content(body, boundary: String(boundary))
        else {
            throw .invalid([
                FieldProblem(field: "content", message: "is required", type: "required")
            ])
        }
        let id = RunID.make(at: Date())
        let path = context.uploads.reserve(name: id, contentType: content.type)
        context.uploads.store(content.bytes, at: path)
        files.add(id, path)
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return .json(
            201,
            [
                "id": .string(id), "content_type": .string(content.type),
                "size": .integer(content.bytes.count), "metadata": [:],
                "created_at": .string(Date().formatted(format)),
                "expires_at": .string(Date(timeIntervalSinceNow: 86_400).formatted(format)),
                "urls": ["get": .string("\(request.baseURL)/v1/files/\(id)")],
            ])
    }

    func file(_ id: String, at baseURL: String) throws(ReplicateServerError) -> ServerResponse {
        guard let bytes = files.path(of: id).flatMap(context.uploads.bytes) else { throw .notFound }
        return .json(
            200,
            [
                "id": .string(id), "size": .integer(bytes.count),
                "urls": ["get": .string("\(baseURL)/v1/files/\(id)")],
            ])
    }

    /// The bytes and the type of the part named `content`.
    private static func content(_ body: Data, boundary: String) -> (bytes: Data, type: String)? {
        let delimiter = Data("--\(boundary)".utf8)
        let separator = Data("\r\n\r\n".utf8)
        var rest = body[...]
        while let start = rest.range(of: delimiter) {
            rest = rest[start.upperBound...]
            guard let head = rest.range(of: separator), let end = rest.range(of: delimiter) else {
                return nil
            }
            let fields = String(decoding: rest[..<head.lowerBound], as: UTF8.self)
            guard fields.contains("name=\"content\""), head.upperBound <= end.lowerBound - 2 else {
                continue
            }
            let type = fields.split(separator: "\r\n").first {
                $0.lowercased().hasPrefix("content-type:")
            }
            let value = type.map { $0.dropFirst(13).trimmingCharacters(in: .whitespaces) }
            return (
                Data(rest[head.upperBound..<end.lowerBound - 2]),
                value ?? "application/octet-stream"
            )
        }
        return nil
    }
}

/// The paths of uploads by their ids.
final class ReplicateServerFiles: Sendable {
    private let paths = Mutex<[String: String]>([:])

    func add(_ id: String, _ path: String) { paths.withLock { $0[id] = path } }

    func path(of id: String) -> String? { paths.withLock { $0[id] } }
}
