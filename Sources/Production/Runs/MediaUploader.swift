import DailiesGeneration
import DailiesHTTP
import DailiesPlanning
import DailiesThreads
import Foundation

/// Uploads the pictures and videos that requests name to the provider, each once per session.
actor MediaUploader {
    private let provider: any Provider
    /// The largest picture, in bytes, that the provider accepts inside a request as a data URI; 0
    /// for none.
    private let dataURILimit: Int
    private let retry: Backoff
    private let pause: @Sendable (Duration) async throws -> Void
    /// The upload of each file, by the file's SHA-256.
    private var addresses: [String: Task<String, any Error>] = [:]

    init(
        provider: any Provider, dataURILimit: Int, retry: Backoff,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.provider = provider
        self.dataURILimit = dataURILimit
        self.retry = retry
        self.pause = pause
    }

    /// How often an upload is tried again after a 404: a gateway with a fault answers 404 too.
    private static let notFoundLimit = 3

    /// The address of a file at the provider, or its data URI; uploads the file the first time.
    ///
    /// - Throws: `ProviderFailure`, also if the file can't be read any more, or `CancellationError`.
    func address(of file: ListedFile) async throws -> String {
        if let upload = addresses[file.sha256] { return try await upload.value }
        let task = Task { try await upload(file) }
        addresses[file.sha256] = task
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch {
            // The next run that needs the file tries again.
            addresses[file.sha256] = nil
            throw error
        }
    }

    private func upload(_ file: ListedFile) async throws -> String {
        let path = file.path
        let bytes = try await onOwnThread(named: "read a picture") {
            do {
                return try Data(contentsOf: URL(fileURLWithPath: path))
            } catch {
                throw ProviderFailure.refused(reason: "\(path) can't be read any more")
            }
        }
        let media = MediaUpload(
            fileName: (path as NSString).lastPathComponent, mediaType: file.mediaType, bytes: bytes,
            dataURILimit: dataURILimit)
        let start = ContinuousClock.now
        var notFoundCount = 0
        var generator = SystemRandomNumberGenerator()
        for attempt in 0... {
            do {
                return try await provider.upload(media)
            } catch ProviderFailure.notFound where notFoundCount < Self.notFoundLimit {
                notFoundCount += 1
                try await pause(retry.base)
            } catch ProviderFailure.notFound {
                throw ProviderFailure.refused(
                    reason: "the provider has no endpoint to upload \(path) to: put the file on a "
                        + "web server and write its https address in the list")
            } catch ProviderFailure.retryable(let reason, let retryAfter) {
                let wait = retry.delay(
                    attempt: attempt, elapsed: start.duration(to: .now), retryAfter: retryAfter,
                    using: &generator)
                guard let wait else {
                    throw ProviderFailure.retryable(reason: reason, after: nil)
                }
                try await pause(wait)
            }
        }
        throw CancellationError()
    }
}
