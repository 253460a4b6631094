import DailiesHTTP
import DailiesJSON
import Foundation

/// eachlabs' prediction API: create, poll, cancel.
///
/// Source: docs.eachlabs.ai, *Predictions*, *Executions*; the model's page.
package struct EachlabsProvider: Provider {
    package static let identity = ProviderIdentity(
        name: "eachlabs", title: "eachlabs",
        keyVariables: [["EACHLABS_API_KEY"], ["EACH_API_KEY"], [bearerVariable]],
        addresses: [
            ProviderIdentity.Address(
                "api", variable: "EACHLABS_BASE_URL", defaultURL: "https://api.eachlabs.ai")
        ])

    /// Holds a key that is sent as a Bearer token.
    private static let bearerVariable = "EACHLABS_BEARER_TOKEN"

    package let instance: String
    private let api: ProviderAPI

    package init(_ access: ProviderAccess) {
        instance = access.main
        api = ProviderAPI(access, credential: Self.credential(access))
    }

    /// The documentation of July 2026 uses a Bearer token; the model's page and every client use
    /// `X-API-Key`.
    private static func credential(_ access: ProviderAccess) -> [String: String] {
        guard let key = access.key else { return [:] }
        return access.keyVariables == [bearerVariable]
            ? ["Authorization": "Bearer \(key)"] : ["X-API-Key": key]
    }

    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        var body: [String: JSONValue] = [
            "model": .string(request.endpoint), "input": request.input,
        ]
        body["webhook_url"] = request.callback.map { .string($0.url) }
        if !api.isUnsupported(Self.webhookSecret) {
            body[Self.webhookSecret] = request.callback.map { .string($0.secret) }
        }
        // Without the trailing slash the server was observed to redirect, and a redirected POST is
        // lost.
        let response = try await api.submit(
            "\(instance)/v1/prediction/", .object(body), optional: [Self.webhookSecret],
            timeout: Self.identity.submitTimeout, failure: errors.submitFailure)
        let json = try? JSONValue(parsing: response.body)
        guard let json, let id = EachlabsPrediction.id(json) else {
            // "success" means accepted here; without an id it is unknown which prediction was.
            if json?["status"]?.text == "error" { throw errors.submitFailure(response) }
            throw ProviderFailure.unknown(
                reason: "HTTP \(response.status), but the response contains no prediction id")
        }
        return RunReport(
            run: RemoteRun(id: id), state: .queued, cost: nil, raw: api.redactor.redacted(json))
    }

    /// The model's page doesn't list this field; eachlabs' API reference does.
    private static let webhookSecret = "webhook_secret"

    package func report(on run: RemoteRun) async throws -> RunReport {
        let response = try await api.request(.get, address(of: run))
        guard response.isSuccess else { throw errors.queryFailure(response) }
        return prediction.report(try api.json(response), run: run)
    }

    /// eachlabs' list doesn't contain our reference: an execution matches if it was created after
    /// the submit from the same input.
    package func find(_ lost: LostSubmit) async throws -> RunSearch? {
        let response = try await api.request(.get, "\(instance)/v1/executions")
        guard response.isSuccess else { throw errors.queryFailure(response) }
        guard let list = EachlabsPrediction.list(try api.json(response)) else {
            throw ProviderFailure.retryable(
                reason: "the response is not a list of executions", after: nil)
        }
        let matches = list.filter { EachlabsPrediction.matches($0, lost) }
        return RunSearch(
            matches: matches.compactMap { json in
                EachlabsPrediction.id(json).map { prediction.report(json, run: RemoteRun(id: $0)) }
            }, containsOthers: matches.count < list.count)
    }

    package func cancel(_ run: RemoteRun) async throws -> Cancellation {
        let response = try await api.request(.post, "\(address(of: run))/cancel", [:])
        switch response.status {
        case 200..<300: return .requested
        case 400, 409: return .tooLate
        default: throw errors.queryFailure(response)
        }
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        let response = try await api.request(
            .post, "\(instance)/v1/upload/presign",
            [
                "content_type": .string(file.mediaType),
                "file_type": .string(file.mediaType.hasPrefix("video/") ? "video" : "image"),
            ])
        guard response.isSuccess else { throw errors.queryFailure(response) }
        let upload = try api.json(response)
        guard let address = upload["presigned_url"]?.text, let url = upload["public_url"]?.text
        else {
            throw ProviderFailure.retryable(
                reason: "the provider returned no upload address", after: nil)
        }
        let required = upload["required_headers"]?.members?.compactMapValues(\.text) ?? [:]
        // The content type is part of the presigned address's signature.
        var headers = ["content-type": file.mediaType]
        for (name, value) in required { headers[name.lowercased()] = value }
        try await api.put(file.bytes, to: address, headers: headers)
        return url
    }

    package func verify(_ callback: CallbackDelivery) async throws -> VerifiedCallback {
        try EachlabsCallbacks().verify(callback)
    }

    private var errors: EachlabsErrors { EachlabsErrors(redactor: api.redactor) }

    private var prediction: EachlabsPrediction { EachlabsPrediction(redactor: api.redactor) }

    private func address(of run: RemoteRun) -> String {
        "\(instance)/v1/prediction/\(percentEncoded(run.id))"
    }
}
