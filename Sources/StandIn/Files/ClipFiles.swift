import DailiesDigest
import DailiesHTTPServer
import Foundation
import Synchronization

/// The object store of the stand-in: forged clips under signed links.
final class ClipFiles: Sendable {
    private let spool: ClipSpool
    private let signer: LinkSigner
    private let statistics: Statistics
    private let clips = Mutex<[String: StoredClip]>([:])

    init(spool: ClipSpool, linkLifetime: Duration, statistics: Statistics) {
        self.spool = spool
        signer = LinkSigner(lifetime: linkLifetime)
        self.statistics = statistics
    }

    /// Puts a run's clip under a path that nobody guesses, and returns the path.
    func publish(_ clip: StoredClip, run: String) -> String {
        let path = "/files/\(run)/\(randomHexadecimal()).mp4"
        clips.withLock { $0[path] = clip }
        return path
    }

    /// A freshly signed link to a published clip.
    func link(to path: String, at baseURL: String) -> String {
        "\(baseURL)\(path)?\(signer.query(for: path, now: Date()))"
    }

    /// Answers a request for a file.
    func answer(_ request: ServerRequest) -> ServerResponse {
        guard request.isRead else {
            return refusal(405, "MethodNotAllowed", "Only GET and HEAD are allowed here.")
        }
        if let flaw = signer.flaw(of: request.query, for: request.path, now: Date()) {
            return refusal(flaw)
        }
        guard let clip = clips.withLock({ $0[request.path] }) else {
            return refusal(404, "NoSuchKey", "The specified key does not exist.")
        }
        return answer(request, with: clip)
    }

    private func answer(_ request: ServerRequest, with clip: StoredClip) -> ServerResponse {
        let headers = [
            "Content-Type": "video/mp4", "ETag": clip.entityTag, "Accept-Ranges": "bytes",
        ]
        if lists(request.headers["if-none-match"], clip.entityTag) {
            // The head of a 304 is the one of the whole file; its body is never sent.
            return serve(request, clip, 304, headers, 0..<clip.byteCount)
        }
        switch requestedRange(request, of: clip) {
        case .whole:
            return serve(request, clip, 200, headers, 0..<clip.byteCount)
        case .part(let first, let last):
            var headers = headers
            headers["Content-Range"] = "bytes \(first)-\(last)/\(clip.byteCount)"
            return serve(request, clip, 206, headers, first..<last + 1)
        case .unsatisfiable:
            var response = refusal(
                416, "InvalidRange", "The requested range is not satisfiable.")
            response.headers["Content-Range"] = "bytes */\(clip.byteCount)"
            return response
        }
    }

    /// The range to serve: a range belongs to GET, and `If-Range` takes it back when the client
    /// has another version.
    private func requestedRange(_ request: ServerRequest, of clip: StoredClip) -> ByteRange {
        let isCurrent = request.headers["if-range"].map { $0 == clip.entityTag } ?? true
        guard request.method == "GET", isCurrent else { return .whole }
        return ByteRange(request.headers["range"], count: clip.byteCount)
    }

    private func lists(_ header: String?, _ entityTag: String) -> Bool {
        guard let header else { return false }
        let listed = header.split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        return listed.contains { $0 == "*" || $0 == entityTag || $0 == "W/" + entityTag }
    }

    private func serve(
        _ request: ServerRequest,
        _ clip: StoredClip,
        _ status: Int,
        _ headers: [String: String],
        _ stretch: Range<Int64>
    ) -> ServerResponse {
        guard let descriptor = try? spool.descriptor() else {
            return refusal(503, "SlowDown", "Too many files are open; try again.")
        }
        if request.method == "GET", status != 304 { statistics.count(.download) }
        return ServerResponse(
            status: status, headers: headers,
            body: .file(
                descriptor: descriptor, offset: clip.offset + stretch.lowerBound,
                count: Int64(stretch.count)))
    }

    private func refusal(_ flaw: LinkSigner.Flaw) -> ServerResponse {
        switch flaw {
        case .signatureDoesNotMatch:
            refusal(
                403, "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.")
        case .expired:
            refusal(403, "AccessDenied", "Request has expired")
        }
    }

    /// An error in the words of an object store.
    private func refusal(_ status: Int, _ code: String, _ message: String) -> ServerResponse {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>\(code)</Code><Message>\(message)</Message></Error>
            """
        return ServerResponse(
            status: status, headers: ["Content-Type": "application/xml"],
            body: .bytes(Data(text.utf8)))
    }
}
