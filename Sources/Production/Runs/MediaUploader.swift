import DailiesGeneration
import DailiesHTTP
import DailiesPlanning
import DailiesThreads
import Foundation

/// Uploads the pictures and videos that requests name to the provider, each once per session.
actor MediaUploader {
    private let provider: any Provider
    private let retry: Backoff
    private let pause: @Sendable (Duration) async throws -> Void
    private var uploads: [Upload: Task<String, any Error>] = [:]

    /// A file, as a model takes it.
    private struct Upload: Hashable {
        let sha256: String
        let dataURILimit: Int
    }

    init(
        provider: any Provider, retry: Backoff,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.provider = provider
        self.retry = retry
        self.pause = pause
    }

    /// How often an upload is tried again after a 404: a gateway with a fault answers 404 too.
    private static let notFoundLimit = 3

    /// The address of a file at the provider, or its data URI; uploads the file the first time.
    ///
    /// - Parameter dataURILimit: the largest picture, in bytes, that the model accepts inside a request
    ///   as a data URI; 0 for none.
    /// - Throws: `ProviderFailure`, also if the file can't be read any more, or `CancellationError`.
    func address(of file: ListedFile, dataURILimit: Int) async throws -> String {
        let upload = Upload(sha256: file.sha256, dataURILimit: dataURILimit)
        if let begun = uploads[upload] { return try await begun.value }
        let task = Task { try await send(file, dataURILimit: dataURILimit) }
        uploads[upload] = task
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch {
            // The next run that needs the file tries again.
            uploads[upload] = nil
            throw error
        }
    }

    private func send(_ file: ListedFile, dataURILimit: Int) async throws -> String {
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
