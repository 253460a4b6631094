import DailiesDigest
import DailiesHTTPServer
import Foundation
import Synchronization

/// The object store of the stand-in: serves the generated clips at signed or unsigned links.
final class ClipStore: Sendable {
    private let spool: ClipSpool
    private let signer: LinkSigner
    private let statistics: Statistics
    private let clips = Mutex<[String: StoredClip]>([:])

    init(spool: ClipSpool, linkLifetime: Duration, statistics: Statistics) {
        self.spool = spool
        signer = LinkSigner(lifetime: linkLifetime)
        self.statistics = statistics
    }

    /// Publishes a run's clip at a path that can't be guessed, and returns the path.
    ///
    /// - Parameter isSigned: whether links to the clip need a signature; without one they don't
    ///   expire.
    func publish(_ clip: StoredClip, run: String, isSigned: Bool) -> String {
        let path =
            "/\(isSigned ? Self.signedRoot : Self.openRoot)/\(run)/\(randomHexadecimal()).mp4"
        clips.withLock { $0[path] = clip }
        return path
    }

    /// The first path segments of clips with signed and with unsigned links.
    static let signedRoot = "files"
    static let openRoot = "media"

    /// A link to a published clip, with a fresh signature if it needs one.
    func link(to path: String, at baseURL: String, isExpired: Bool = false) -> String {
        guard path.hasPrefix("/\(Self.signedRoot)/") || isExpired else {
            return baseURL + path
        }
        let age = isExpired ? -Double(signer.lifetime.components.seconds) - 1 : 0
        return "\(baseURL)\(path)?\(signer.query(for: path, now: Date() + age))"
    }

    /// The response to a request for a clip.
    func response(to request: ServerRequest, _ injected: InjectedFaults) -> ServerResponse {
        guard request.isRead else {
            return .storageError(405, "MethodNotAllowed", "Only GET and HEAD are allowed here.")
        }
        if injected[.expired] != nil { return refusal(.expired) }
        let needsSignature =
            request.segments.first == Self.signedRoot || request.query["X-Expires"] != nil
        if needsSignature,
            let problem = signer.problem(of: request.query, for: request.path, now: Date())
        {
            return refusal(problem)
        }
        guard let clip = clips.withLock({ $0[request.path] }) else {
            return .storageError(404, "NoSuchKey", "The specified key does not exist.")
        }
        if injected[.html] != nil { return webPage }
        return response(to: request, with: injected.applied(to: clip), injected)
    }

    /// The web page that a captive portal or a misconfigured network serves instead of a file.
    private var webPage: ServerResponse {
        let text =
            "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to "
            + "continue.</body></html>\n"
        return ServerResponse(
            status: 200, headers: ["Content-Type": "text/html; charset=utf-8"],
            body: .bytes(Data(text.utf8)))
    }

    private func response(
        to request: ServerRequest,
        with clip: StoredClip,
        _ injected: InjectedFaults
    ) -> ServerResponse {
        let headers = [
            "Content-Type": "video/mp4", "ETag": clip.entityTag, "Accept-Ranges": "bytes",
        ]
        if lists(request.headers["if-none-match"], clip.entityTag) {
            // A 304 has the header of the whole file; its body is never sent.
            return serve(request, clip, 304, headers, 0..<clip.byteCount)
        }
        switch requestedRange(request, of: clip, injected) {
        case .whole:
            return serve(request, clip, 200, headers, 0..<clip.byteCount)
        case .part(let first, let last):
            var headers = headers
            headers["Content-Range"] = "bytes \(first)-\(last)/\(clip.byteCount)"
            return serve(request, clip, 206, headers, first..<last + 1)
        case .unsatisfiable:
            var response = ServerResponse.storageError(
                416, "InvalidRange", "The requested range is not satisfiable.")
            response.headers["Content-Range"] = "bytes */\(clip.byteCount)"
            return response
        }
    }

    /// The range to serve; the whole file if the method isn't `GET`, or if `If-Range` names another
    /// version.
    private func requestedRange(
        _ request: ServerRequest,
        of clip: StoredClip,
        _ injected: InjectedFaults
    ) -> ByteRange {
        let isNamed = request.headers["if-range"].map { $0 == clip.entityTag } ?? true
        let isCurrent = isNamed || injected[.entityTag]?.flag("partial") == true
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
        _ range: Range<Int64>
    ) -> ServerResponse {
        guard let descriptor = try? spool.descriptor() else {
            return .storageError(503, "SlowDown", "Too many files are open; try again.")
        }
        if request.method == "GET", status != 304 { statistics.count(.download) }
        return ServerResponse(
            status: status, headers: headers,
            body: .file(
                descriptor: descriptor, offset: clip.offset + range.lowerBound,
                count: Int64(range.count)))
    }

    private func refusal(_ problem: LinkSigner.Problem) -> ServerResponse {
        switch problem {
        case .signatureDoesNotMatch:
            .storageError(
                403, "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.")
        case .expired:
            .storageError(403, "AccessDenied", "Request has expired")
        }
    }
}

extension InjectedFaults {
    /// The clip with another entity tag, or only half of it, if a fault asks for it.
    fileprivate func applied(to clip: StoredClip) -> StoredClip {
        StoredClip(
            offset: clip.offset,
            byteCount: self[.wrongLength] == nil ? clip.byteCount : clip.byteCount / 2,
            entityTag: self[.entityTag] == nil ? clip.entityTag : "\"\(randomHexadecimal())\"")
    }
}
