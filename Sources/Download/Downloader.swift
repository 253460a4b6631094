import DailiesDigest
package import DailiesHTTP
import DailiesLanding
import DailiesThreads
import Foundation

/// Lands a finished run's file: part file, length, digest, fsync, rename.
///
/// A half file never bears a take's name.
package struct Downloader: Sendable {
    private let client: HTTPClient
    /// Where takes may come from: this machine in a rehearsal, else the public internet.
    private let reach: Reach
    private let attempts: Int
    private let pause: @Sendable (Duration) async throws -> Void

    /// No film of one run is larger; it keeps a runaway answer from filling the disk.
    private static let sizeLimit: Int64 = 4 << 30
    private static let backoff = Backoff(base: .seconds(1), maximum: .seconds(30))

    /// Prepares a downloader.
    ///
    /// - Parameter allowsLoopback: whether takes come from this machine and nowhere else, also by
    ///   plain HTTP, as in a rehearsal.
    package init(
        client: HTTPClient,
        allowsLoopback: Bool,
        attempts: Int = 5,
        pause: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        }
    ) {
        self.client = client
        reach = allowsLoopback ? .loopbackOnly : .publicInternet
        self.attempts = attempts
        self.pause = pause
    }

    /// Downloads `url` to `path`, going on where a broken transfer stopped.
    ///
    /// - Parameters:
    ///   - announcedBytes: the length the provider gave with the result, where it gave one.
    ///   - arrived: called with the bytes that have arrived so far.
    /// - Throws: `DownloadError`, or `CancellationError`.
    package func land(
        _ url: String,
        as path: String,
        announcedBytes: Int64?,
        arrived: @escaping @Sendable (Int64) -> Void
    ) async throws -> LandedFile {
        guard reach == .loopbackOnly || url.lowercased().hasPrefix("https://") else {
            throw DownloadError.forbiddenAddress(
                url: redacted(url), reason: "takes are fetched by https only")
        }
        let part = Landing.temporaryName(for: path)
        do {
            let bytes = try await transfer(url, to: part, arrived: arrived)
            if let announcedBytes, announcedBytes > 0, announcedBytes != bytes {
                throw DownloadError.wrongLength(expected: announcedBytes, received: bytes)
            }
            return try await onOwnThread(named: "land") {
                // What is really on the disk counts, so it is read back.
                guard let digest = SHA256Digest(ofFile: part) else {
                    throw DownloadError.errno("read back", part)
                }
                try Landing.land(part, as: path)
                return LandedFile(path: path, bytes: bytes, sha256: digest.hex)
            }
        } catch let failure as LandingError {
            unlink(part)
            throw DownloadError.disk(
                operation: failure.operation, path: failure.path, reason: failure.reason)
        } catch {
            // What stands in the part file is worth nothing without the ETag it belongs to.
            unlink(part)
            throw error
        }
    }

    /// Repeats the transfer until the file is whole, and returns its length.
    private func transfer(
        _ url: String,
        to part: String,
        arrived: @escaping @Sendable (Int64) -> Void
    ) async throws -> Int64 {
        let file = try PartFile.create(part)
        var etag: String?
        var lastReason = ""
        var chance = SystemRandomNumberGenerator()
        for attempt in 0..<attempts {
            if attempt > 0 {
                try await pause(Self.backoff.delay(attempt: attempt - 1, using: &chance))
            }
            let start = file.length
            if start > 0 && etag == nil { try file.empty() }
            let offset = file.length
            var headers: [String: String] = [:]
            if offset > 0, let etag {
                headers["Range"] = "bytes=\(offset)-"
                headers["If-Range"] = etag
            }
            do {
                let response = try await client.download(
                    url, headers: headers, to: file.descriptor, reach: reach,
                    limit: Self.sizeLimit, deadline: .seconds(3600),
                    arrived: { arrived(offset + $0) })
                switch try judge(response, offset: offset, length: file.length) {
                case .whole: return file.length
                case .goOn:
                    lastReason = "the server sends the file in pieces"
                    etag = etag ?? strongTag(response.headers)
                case .startAgain:
                    try file.empty()
                    etag = nil
                    lastReason = "the file changed while it was being fetched"
                case .tryLater: lastReason = "HTTP \(response.status)"
                }
            } catch let failure as TransferFailure {
                guard !failure.isOutOfReach else {
                    throw DownloadError.forbiddenAddress(url: failure.url, reason: failure.reason)
                }
                switch failure.phase {
                case .cancelled: throw CancellationError()
                case .writing:
                    throw DownloadError.disk(
                        operation: "write", path: "the part file", reason: failure.reason)
                case .connecting, .exchanging: lastReason = failure.reason
                }
                if offset == 0 { etag = strongTag(failure.headers) }
            }
        }
        throw DownloadError.broken(reason: lastReason)
    }

    /// A weak tag doesn't promise equal bytes.
    private func strongTag(_ headers: [String: String]) -> String? {
        headers["etag"].flatMap { $0.hasPrefix("W/") ? nil : $0 }
    }

    private enum Step {
        case whole
        case goOn
        case startAgain
        case tryLater
    }

    private func judge(
        _ response: HTTPResponse, offset: Int64, length: Int64
    ) throws(DownloadError) -> Step {
        switch response.status {
        case 200 where offset == 0: return .whole
        // The server sent the whole file behind the piece that was there.
        case 200: return .startAgain
        case 206:
            guard let range = ContentRange(response.headers["content-range"] ?? ""),
                range.first == offset, length == range.last + 1
            else { return .startAgain }
            return length == range.total ? .whole : .goOn
        case 416: return .startAgain
        case 401, 403, 404, 410: throw .expired(status: response.status)
        case 408, 429, 500...599: return .tryLater
        default:
            throw .refused(
                status: response.status,
                body: String(decoding: response.body.prefix(200), as: UTF8.self))
        }
    }
}
