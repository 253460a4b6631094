import DailiesHTTP
import DailiesJSON
import Foundation

/// Uploads pictures and videos to fal: to its CDN; if that fails, inside the request as a data URI,
/// or through the older upload endpoint.
///
/// Source: fal.ai's Python and JavaScript clients; *Queue API* for data URIs.
struct FalStorage {
    let api: ProviderAPI
    let rest: String
    let errors: FalErrors

    /// The largest file, in bytes, that is sent inside a request instead.
    private static let dataURILimit = 4 << 20

    func upload(_ file: MediaUpload) async throws -> String {
        do {
            var cdn = FalCDN(file: file, api: api, rest: rest, errors: errors)
            return try await cdn.upload()
        } catch let failure as ProviderFailure {
            switch failure {
            case .retryable, .notFound, .refused:
                return try await uploadWithoutCDN(file, after: failure)
            // A refused account is refused by every upload method.
            case .account, .capacityExhausted, .moderated, .modelUnavailable, .unreachable,
                .alreadyAccepted, .unknown:
                throw failure
            }
        }
    }

    /// Sends a file without the CDN; if that fails too, throws the CDN's failure.
    private func uploadWithoutCDN(
        _ file: MediaUpload, after first: ProviderFailure
    ) async throws -> String {
        if let dataURI = file.dataURI(hostLimit: Self.dataURILimit) { return dataURI }
        do {
            return try await uploadToSignedAddress(file)
        } catch ProviderFailure.account(let reason) {
            throw ProviderFailure.account(reason: reason)
        } catch is ProviderFailure {
            throw first
        }
    }

    /// The older upload endpoint: it returns an address for the upload, and the file's final
    /// address.
    private func uploadToSignedAddress(_ file: MediaUpload) async throws -> String {
        let answer = try await api.request(
            .post, "\(rest)/storage/upload/initiate?storage_type=gcs",
            ["file_name": .string(file.fileName), "content_type": .string(file.mediaType)])
        guard answer.isSuccess else { throw errors.queryFailure(answer) }
        let addresses = try api.json(answer)
        guard let upload = addresses["upload_url"]?.text, let url = addresses["file_url"]?.text
        else {
            throw ProviderFailure.retryable(reason: "fal returned no upload address", after: nil)
        }
        try await api.put(file.bytes, to: upload, headers: ["Content-Type": file.mediaType])
        return url
    }
}
