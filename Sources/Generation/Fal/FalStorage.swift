import DailiesHTTP
import DailiesJSON
import Foundation

/// Hands pictures over to fal: to its CDN with a token made for it, or, where that can't be had,
/// inside the request as a data URI.
///
/// Source: fal.ai's Python and JavaScript clients (CDN v3); *Queue API* for data URIs.
struct FalStorage {
    let api: ProviderAPI
    let rest: String
    let errors: FalErrors

    /// What may travel inside a request instead.
    private static let dataURILimit = 4 << 20

    func upload(_ file: MediaUpload) async throws -> String {
        do {
            return try await put(file)
        } catch let failure as ProviderFailure {
            guard file.bytes.count <= Self.dataURILimit else { throw failure }
            return "data:\(file.mediaType);base64,\(file.bytes.base64EncodedString())"
        }
    }

    private func put(_ file: MediaUpload) async throws -> String {
        let answer = try await api.ask(
            .post, "\(rest)/storage/auth/token?storage_type=fal-cdn-v3", [:])
        guard answer.isSuccess else { throw errors.ofQuery(answer) }
        let token = try api.json(answer)
        guard let base = token["base_url"]?.text, let word = token["token"]?.text,
            api.isAllowed(base)
        else { throw ProviderFailure.tryLater(reason: "no place for a picture", after: nil) }
        // The token is good for this place alone; the account's key isn't shown to it.
        let response = try await api.post(
            file.bytes, to: "\(base)/files/upload",
            headers: [
                "Authorization": "\(token["token_type"]?.text ?? "Bearer") \(word)",
                "Content-Type": file.mediaType,
                "X-Fal-File-Name": file.fileName,
                "Accept": "application/json",
            ])
        guard response.isSuccess else { throw errors.ofQuery(response) }
        guard let url = try api.json(response)["access_url"]?.text else {
            throw ProviderFailure.tryLater(reason: "the picture has no address", after: nil)
        }
        return url
    }
}
