import DailiesHTTP
import DailiesJSON
import Foundation

/// Hands pictures and videos over to Runflow: announced, put, confirmed.
///
/// Source: docs.runflow.io, *Assets*.
struct RunflowAssets {
    let api: ProviderAPI
    let base: String
    let errors: RunflowErrors

    /// Puts a file there and returns its address.
    func upload(_ file: MediaUpload) async throws -> String {
        let place = try await ask(
            "\(base)/v1/asset-uploads",
            [
                "filename": .string(file.fileName),
                "mime_type": .string(file.mediaType),
                "size_bytes": .integer(file.bytes.count),
            ])
        guard let upload = place["upload_url"]?.text,
            let id = (place["asset_id"] ?? place["id"])?.text
        else { throw ProviderFailure.tryLater(reason: "no place for the file", after: nil) }
        try await api.put(file.bytes, to: upload, headers: ["Content-Type": file.mediaType])
        let asset = try await ask(
            "\(base)/v1/asset-uploads/\(escaped(id))/confirmations", ["folder_id": .null])
        guard let url = asset["url"]?.text else {
            throw ProviderFailure.tryLater(reason: "the file has no address", after: nil)
        }
        return url
    }

    private func ask(_ url: String, _ body: JSONValue) async throws -> JSONValue {
        let response = try await api.ask(.post, url, body)
        guard response.isSuccess else { throw errors.ofQuery(response).ofHandover }
        return try api.json(response)
    }
}
