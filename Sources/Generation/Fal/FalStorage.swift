import DailiesHTTP
import DailiesJSON
import Foundation

/// Hands pictures and videos over to fal: to its CDN; where that can't be had, inside the request as
/// a data URI, or the older way.
///
/// Source: fal.ai's Python and JavaScript clients; *Queue API* for data URIs.
struct FalStorage {
    let api: ProviderAPI
    let rest: String
    let errors: FalErrors

    /// What may travel inside a request instead.
    private static let dataURILimit = 4 << 20

    func upload(_ file: MediaUpload) async throws -> String {
        do {
            var cdn = FalCDN(file: file, api: api, rest: rest, errors: errors)
            return try await cdn.store()
        } catch let failure as ProviderFailure {
            switch failure {
            case .tryLater, .notFound, .refused:
                return try await goAround(failure, with: file)
            // Whoever refuses our key refuses it on every way.
            case .account, .bound, .moderated, .unknown:
                throw failure
            }
        }
    }

    /// Hands a file over without the CDN; where that fails too, the first failure says why.
    private func goAround(
        _ first: ProviderFailure, with file: MediaUpload
    ) async throws -> String {
        if file.allowsDataURI, file.bytes.count <= Self.dataURILimit { return file.dataURI }
        do {
            return try await initiate(file)
        } catch ProviderFailure.account(let reason) {
            throw ProviderFailure.account(reason: reason)
        } catch is ProviderFailure {
            throw first.ofHandover
        }
    }

    /// The older way: an address to put the bytes to, and the one under which they are then found.
    private func initiate(_ file: MediaUpload) async throws -> String {
        let answer = try await api.ask(
            .post, "\(rest)/storage/upload/initiate?storage_type=gcs",
            ["file_name": .string(file.fileName), "content_type": .string(file.mediaType)])
        guard answer.isSuccess else { throw errors.ofQuery(answer) }
        let place = try api.json(answer)
        guard let upload = place["upload_url"]?.text, let url = place["file_url"]?.text else {
            throw ProviderFailure.tryLater(reason: "no place for the file", after: nil)
        }
        try await api.put(file.bytes, to: upload, headers: ["Content-Type": file.mediaType])
        return url
    }
}
