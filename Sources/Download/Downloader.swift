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
    /// How long a file may stand still.
    private let patience: Duration
    private let pause: @Sendable (Duration) async throws -> Void
    private let now: @Sendable () -> ContinuousClock.Instant

    /// No film of one run is larger; it keeps a runaway answer from filling the disk.
    private static let sizeLimit: Int64 = 4 << 30
    /// A take that needs longer is not coming.
    private static let deadline = Duration.seconds(3600)
    private static let backoff = Backoff(
        base: .seconds(1), maximum: .seconds(30), deadline: deadline)

    /// Prepares a downloader.
    ///
    /// - Parameters:
    ///   - reach: where takes may come from; from this machine also by plain HTTP.
    ///   - patience: how long a file may stand still, attempts and waits together, before it is
    ///     given up: longer than a line or a server is usually down.
    package init(
        client: HTTPClient,
        reach: Reach,
        patience: Duration,
        pause: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        },
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.client = client
        self.reach = reach
        self.patience = patience
        self.pause = pause
        self.now = now
    }

    /// Whether a take may come by plain HTTP: from this machine, where it may come from there.
    private func isPlainAllowed(_ url: String) -> Bool {
        reach == .loopbackOnly || reach == .publicInternetOrLoopback && isLoopback(url)
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
        guard isPlainAllowed(url) || url.lowercased().hasPrefix("https://") else {
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
        let begin = now()
        var held = Resumption()
        var attempt = 0
        var grown = (length: Int64(0), at: begin)
        var chance = SystemRandomNumberGenerator()
        while true {
            let trouble: Trouble
            do {
                let response = try await client.download(
                    url, headers: held.headers, to: file.descriptor, reach: reach,
                    limit: Self.sizeLimit, deadline: Self.deadline - (now() - begin),
                    place: { [held] in held.place(status: $0, headers: $1) }, arrived: arrived)
                let length = file.length
                held.take(status: response.status, headers: response.headers, length: length)
                guard let found = try self.trouble(with: response, length: length, &held) else {
                    return length
                }
                trouble = found
            } catch let failure as TransferFailure {
                trouble = try self.trouble(with: failure)
                held.take(status: failure.status, headers: failure.headers, length: file.length)
            }
            if file.length > grown.length {
                attempt = 0
                grown = (file.length, now())
            }
            let delay = Self.backoff.delay(
                attempt: attempt, elapsed: now() - begin, least: trouble.wait, using: &chance)
            attempt += 1
            guard let delay, now() - grown.at + delay < patience else {
                throw DownloadError.broken(reason: trouble.reason)
            }
            try await pause(delay)
        }
    }

    /// Why the file is not there yet.
    private struct Trouble {
        let reason: String
        /// What the server asks to be left in peace for.
        var wait: Duration?
    }

    /// What an answer still leaves to do, or `nil` where the file is whole.
    private func trouble(
        with response: HTTPResponse, length: Int64, _ held: inout Resumption
    ) throws(DownloadError) -> Trouble? {
        switch response.status {
        case 200: return nil
        case 206:
            guard let range = ContentRange(response.headers["content-range"] ?? ""),
                range.last + 1 == length
            else {
                held.startAgain()
                return Trouble(reason: "the server sent another piece than it said")
            }
            return length == range.total
                ? nil : Trouble(reason: "the server sends the file in pieces")
        case 416: return Trouble(reason: "the file changed while it was being fetched")
        case 401, 403, 404, 410: throw .expired(status: response.status)
        case 408, 429, 500...599:
            return Trouble(reason: "HTTP \(response.status)", wait: response.retryAfter)
        default:
            throw .refused(status: response.status)
        }
    }

    /// Lets pass what may be better the next time.
    private func trouble(with failure: TransferFailure) throws -> Trouble {
        guard !failure.isOutOfReach else {
            throw DownloadError.forbiddenAddress(url: failure.url, reason: failure.reason)
        }
        switch failure.phase {
        case .cancelled: throw CancellationError()
        case .writing:
            throw DownloadError.disk(
                operation: "write", path: "the part file", reason: failure.reason)
        case .connecting, .exchanging: return Trouble(reason: failure.reason)
        }
    }
}
