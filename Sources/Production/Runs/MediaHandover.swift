import DailiesGeneration
import DailiesHTTP
import DailiesPlanning
import DailiesThreads
import Foundation

/// Hands the pictures and videos that requests name over to the provider, each once a session.
actor MediaHandover {
    private let provider: any Provider
    /// Whether the provider takes pictures inside a request, as data URIs.
    private let allowsDataURIs: Bool
    private let retry: Backoff
    private let pause: @Sendable (Duration) async throws -> Void
    /// What stands for each file at the provider, by the file's SHA-256.
    private var addresses: [String: Task<String, any Error>] = [:]

    init(
        provider: any Provider, allowsDataURIs: Bool, retry: Backoff,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.provider = provider
        self.allowsDataURIs = allowsDataURIs
        self.retry = retry
        self.pause = pause
    }

    /// How often a missing upload endpoint is asked for again.
    private static let missingLimit = 3

    /// What stands for a file at the provider.
    ///
    /// - Throws: `ProviderFailure`, also where the file can't be read any more, or
    ///   `CancellationError`.
    func address(of file: ListedFile) async throws -> String {
        if let begun = addresses[file.sha256] { return try await begun.value }
        let task = Task { try await handOver(file) }
        addresses[file.sha256] = task
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch {
            // Another run may try again.
            addresses[file.sha256] = nil
            throw error
        }
    }

    private func handOver(_ file: ListedFile) async throws -> String {
        let path = file.path
        let bytes = try await onOwnThread(named: "read a picture") {
            do {
                return try Data(contentsOf: URL(fileURLWithPath: path))
            } catch {
                throw ProviderFailure.refused(reason: "\(path) can't be read any more")
            }
        }
        let upload = MediaUpload(
            fileName: (path as NSString).lastPathComponent, mediaType: file.mediaType, bytes: bytes,
            allowsDataURI: allowsDataURIs)
        let start = ContinuousClock.now
        var missing = 0
        var chance = SystemRandomNumberGenerator()
        for attempt in 0... {
            do {
                return try await provider.upload(upload)
            } catch ProviderFailure.notFound where missing < Self.missingLimit {
                // A gateway in trouble answers 404 too.
                missing += 1
                try await pause(retry.base)
            } catch ProviderFailure.notFound {
                throw ProviderFailure.refused(
                    reason: "the provider offers no endpoint that takes \(path): put the file on a "
                        + "web server and name its https address in the list")
            } catch ProviderFailure.retryable(let reason, let after) {
                let wait = retry.delay(
                    attempt: attempt, elapsed: start.duration(to: .now), retryAfter: after,
                    using: &chance)
                guard let wait else {
                    throw ProviderFailure.retryable(reason: reason, after: nil)
                }
                try await pause(wait)
            }
        }
        throw CancellationError()
    }
}
