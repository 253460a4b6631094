import DailiesHTTP
import DailiesJSON

/// Gives Replicate the pictures of a request: a small one inside the request, others with its Files
/// API.
///
/// Source: Replicate's Python client, *predictions.create* (data URLs up to 256 kB) and *files.create*
/// (a form with `content`; the file's address is `urls.get`, which models read themselves).
struct ReplicateFiles {
    let api: ProviderAPI
    let base: String
    let errors: ReplicateErrors

    /// The largest picture, in bytes, that Replicate advises to send as a data URL.
    private static let dataURLLimit = 256_000

    func upload(_ file: MediaUpload) async throws -> String {
        if let dataURL = file.dataURI(hostLimit: Self.dataURLLimit) { return dataURL }
        let response = try await api.postForm("content", file, to: "\(base)/files")
        guard response.isSuccess else { throw errors.queryFailure(response) }
        guard let url = try api.json(response)["urls"]?["get"]?.text, api.isAllowed(url) else {
            throw ProviderFailure.retryable(
                reason: "the provider returned no address for the file", after: nil)
        }
        return url
    }
}
