import DailiesDigest
package import DailiesHTTP
import DailiesLanding
import DailiesThreads
import Foundation

/// Downloads and lands the file of a finished run: part file, length, digest, fsync, rename.
///
/// An incomplete file never gets a take's name.
package struct Downloader: Sendable {
    private let client: HTTPClient
    /// Where takes may come from: this machine in a rehearsal, otherwise the public internet.
    private let reach: Reach
    /// The longest time without progress.
    private let stallTimeout: Duration
    private let sleep: @Sendable (Duration) async throws -> Void
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Larger than the film of any run; it keeps an endless response from filling the disk.
    private static let sizeLimit: Int64 = 4 << 30
    /// The limit for one download, including retries.
    private static let deadline = Duration.seconds(3600)
    private static let backoff = Backoff(
        base: .seconds(1), maximum: .seconds(30), deadline: deadline)

    /// Makes a downloader.
    ///
    /// - Parameters:
    ///   - reach: where takes may come from; takes from this machine may also come over plain HTTP.
    ///   - stallTimeout: the longest time without progress, attempts and delays together, before
    ///     the download fails. It should exceed the usual outages of networks and servers.
    ///   - sleep: waits between attempts.
    ///   - now: the current time.
    package init(
        client: HTTPClient,
        reach: Reach,
        stallTimeout: Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        },
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.client = client
        self.reach = reach
        self.stallTimeout = stallTimeout
        self.sleep = sleep
        self.now = now
    }

    /// Whether a take may come over plain HTTP: from this machine, where that is allowed.
    private func allowsPlainHTTP(_ url: String) -> Bool {
        reach == .loopbackOnly || reach == .publicInternetOrLoopback && isLoopback(url)
    }

    /// Downloads `url` to `path`; an interrupted transfer is resumed.
    ///
    /// - Parameters:
    ///   - announcedBytes: the file size that the provider reported with the result, if any.
    ///   - progress: called with the number of bytes received so far.
    /// - Throws: `DownloadError`, or `CancellationError`.
    package func land(
        _ url: String,
        as path: String,
        announcedBytes: Int64?,
        progress: @escaping @Sendable (Int64) -> Void
    ) async throws -> LandedFile {
        guard allowsPlainHTTP(url) || url.lowercased().hasPrefix("https://") else {
            throw DownloadError.forbiddenAddress(
                url: redacted(url), reason: "takes are downloaded over https only")
        }
        let part = Landing.temporaryName(for: path)
        do {
            let file = try PartFile.create(part)
            let bytes = try await transfer(url, to: file, progress: progress)
            if let announcedBytes, announcedBytes > 0, announcedBytes != bytes {
                throw DownloadError.wrongLength(expected: announcedBytes, received: bytes)
            }
            return try await onOwnThread(named: "land") {
                guard let digest = file.digest() else {
                    throw DownloadError.errno("read back", part)
                }
                try file.land(as: path)
                return LandedFile(path: path, bytes: bytes, sha256: digest.hex)
            }
        } catch let failure as LandingError {
            unlink(part)
            throw DownloadError.disk(
                operation: failure.operation, path: failure.path, reason: failure.reason)
        } catch {
            // A part file can't be resumed later, since its ETag isn't stored.
            unlink(part)
            throw error
        }
    }

    /// Repeats the transfer until the file is complete, and returns its length.
    private func transfer(
        _ url: String,
        to file: PartFile,
        progress: @escaping @Sendable (Int64) -> Void
    ) async throws -> Int64 {
        let start = now()
        var state = ResumeState()
        var attempt = 0
        var lastProgress = (length: Int64(0), at: start)
        var generator = SystemRandomNumberGenerator()
        while true {
            let retry: Retry
            do {
                let response = try await client.download(
                    url, headers: state.headers, to: file.descriptor, reach: reach,
                    limit: Self.sizeLimit, deadline: Self.deadline - (now() - start),
                    writeOffset: { [state] in state.writeOffset(status: $0, headers: $1) },
                    progress: progress)
                let length = file.length
                state.update(status: response.status, headers: response.headers, length: length)
                guard let next = try self.retry(after: response, length: length, &state) else {
                    return length
                }
                retry = next
            } catch let failure as TransferFailure {
                retry = try self.retry(after: failure)
                state.update(
                    status: failure.status, headers: failure.headers, length: file.length)
            }
            if file.length > lastProgress.length {
                attempt = 0
                lastProgress = (file.length, now())
            }
            let delay = Self.backoff.delay(
                attempt: attempt, elapsed: now() - start, retryAfter: retry.after,
                using: &generator)
            attempt += 1
            guard let delay, now() - lastProgress.at + delay < stallTimeout else {
                throw DownloadError.broken(reason: retry.reason)
            }
            try await sleep(delay)
        }
    }

    /// Another attempt is needed.
    private struct Retry {
        /// Why the file isn't complete yet.
        let reason: String
        /// The `Retry-After` delay, if the server sent one.
        var after: Duration?
    }

    /// Whether a response calls for another attempt; `nil` if the file is complete.
    ///
    /// - Throws: `DownloadError` if another attempt can't help.
    private func retry(
        after response: HTTPResponse, length: Int64, _ state: inout ResumeState
    ) throws(DownloadError) -> Retry? {
        switch response.status {
        case 200: return nil
        case 206:
            guard let range = ContentRange(response.headers["content-range"] ?? ""),
                range.last + 1 == length
            else {
                state.reset()
                return Retry(reason: "the server sent a different range than announced")
            }
            return length == range.total
                ? nil : Retry(reason: "the server sends the file in several ranges")
        case 416: return Retry(reason: "the file changed during the download")
        case 401, 403, 404, 410: throw .expired(status: response.status)
        case 408, 429, 500...599:
            return Retry(reason: "HTTP \(response.status)", after: response.retryAfter)
        default:
            throw .refused(status: response.status)
        }
    }

    /// Returns a retry for failures that may be temporary, and throws for others.
    private func retry(after failure: TransferFailure) throws -> Retry {
        guard !failure.isOutOfReach else {
            throw DownloadError.forbiddenAddress(url: failure.url, reason: failure.reason)
        }
        switch failure.phase {
        case .cancelled: throw CancellationError()
        case .writing:
            throw DownloadError.disk(
                operation: "write", path: "the part file", reason: failure.reason)
        case .connecting, .exchanging: return Retry(reason: failure.reason)
        }
    }
}
