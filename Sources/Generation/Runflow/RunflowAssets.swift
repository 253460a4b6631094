import DailiesHTTP
import DailiesJSON
import Foundation

/// Hands pictures and videos over to Runflow: announced, put, confirmed.
///
/// The model's page doesn't name these endpoints: where they are missing or don't work, a picture
/// travels inside the request.
///
/// Source: docs.runflow.io, *Assets*, also for data URIs as input.
struct RunflowAssets {
    let api: ProviderAPI
    let base: String
    let errors: RunflowErrors

    /// What may travel inside a request instead: the largest picture that Kling takes.
    private static let dataURILimit = 10 << 20

    /// Puts a file there and returns its address, or what stands for it in a request.
    func upload(_ file: MediaUpload) async throws -> String {
        do {
            return try await store(file)
        } catch let failure as ProviderFailure {
            switch failure {
            case .tryLater, .notFound, .refused:
                guard file.allowsDataURI, file.bytes.count <= Self.dataURILimit else {
                    throw failure.ofHandover
                }
                return file.dataURI
            case .account, .bound, .moderated, .unknown: throw failure
            }
        }
    }

    private func store(_ file: MediaUpload) async throws -> String {
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
        guard response.isSuccess else { throw errors.ofQuery(response) }
        return try api.json(response)
    }
}
