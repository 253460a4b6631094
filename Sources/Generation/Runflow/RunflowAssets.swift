import DailiesHTTP
import DailiesJSON
import Foundation

/// Uploads pictures and videos to Runflow: create an upload, PUT the bytes, confirm it.
///
/// The model's page doesn't list these endpoints: if they are missing, a picture is sent inside the
/// request.
///
/// Source: docs.runflow.io, *Assets*, also for data URIs as input.
struct RunflowAssets {
    let api: ProviderAPI
    let base: String
    let errors: RunflowErrors

    /// Uploads a file and returns its address or a data URI.
    func upload(_ file: MediaUpload) async throws -> String {
        do {
            return try await uploadAsset(file)
        } catch let failure as ProviderFailure {
            switch failure {
            case .notFound, .refused:
                guard let dataURI = file.dataURI() else { throw failure }
                return dataURI
            case .retryable, .unreachable, .account, .capacityExhausted, .moderated,
                .modelUnavailable, .alreadyAccepted, .unknown:
                throw failure
            }
        }
    }

    private func uploadAsset(_ file: MediaUpload) async throws -> String {
        let created = try await request(
            "\(base)/v1/asset-uploads",
            [
                "filename": .string(file.fileName),
                "mime_type": .string(file.mediaType),
                "size_bytes": .integer(file.bytes.count),
            ])
        guard let upload = created["upload_url"]?.text,
            let id = (created["asset_id"] ?? created["id"])?.text
        else {
            throw ProviderFailure.retryable(
                reason: "the provider returned no upload address", after: nil)
        }
        try await api.put(file.bytes, to: upload, headers: ["Content-Type": file.mediaType])
        let asset = try await request(
            "\(base)/v1/asset-uploads/\(percentEncoded(id))/confirmations", ["folder_id": .null])
        guard let url = asset["url"]?.text else {
            throw ProviderFailure.retryable(
                reason: "the provider returned no address for the file", after: nil)
        }
        return url
    }

    private func request(_ url: String, _ body: JSONValue) async throws -> JSONValue {
        let response = try await api.request(.post, url, body)
        guard response.isSuccess else { throw errors.queryFailure(response) }
        return try api.json(response)
    }
}
