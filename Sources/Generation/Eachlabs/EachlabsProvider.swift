import DailiesHTTP
import DailiesJSON
import Foundation

/// eachlabs' predictions: create, poll, cancel.
///
/// Source: docs.eachlabs.ai, *Predictions*, *Executions*; the model's page.
package struct EachlabsProvider: Provider {
    package static let identity = ProviderIdentity(
        name: "eachlabs", title: "eachlabs",
        keyVariables: [["EACHLABS_API_KEY"], ["EACH_API_KEY"], [bearerVariable]],
        addresses: [
            ProviderIdentity.Address(
                "api", variable: "EACHLABS_BASE_URL", standard: "https://api.eachlabs.ai")
        ])

    /// Holds a key that is to be shown as a Bearer token.
    private static let bearerVariable = "EACHLABS_BEARER_TOKEN"

    package let instance: String
    private let api: ProviderAPI

    package init(_ access: ProviderAccess) {
        instance = access.main
        api = ProviderAPI(access, credential: Self.credential(access))
    }

    /// The documents of July 2026 show a Bearer token, the model's page and every client the other
    /// field.
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
        let secret = request.callback.map { ["webhook_secret": JSONValue.string($0.secret)] }
        // With the slash: without it the server was seen to redirect, and a redirected POST is lost.
        let response = try await api.pay(
            "\(instance)/v1/prediction/", body, optional: secret ?? [:],
            patience: Self.identity.answerPatience, failure: errors.ofSubmit)
        let json = try? JSONValue(parsing: response.body)
        guard let json, let id = EachlabsPrediction.id(json) else {
            // "success" here means accepted; without an id nobody knows what was.
            if json?["status"]?.text == "error" { throw errors.ofSubmit(response) }
            throw ProviderFailure.unknown(
                reason: "HTTP \(response.status), but the answer names no prediction")
        }
        return RunReport(
            run: RemoteRun(id: id), state: .queued, cost: nil, raw: api.scrubber.json(json))
    }

    package func report(on run: RemoteRun) async throws -> RunReport {
        let response = try await api.ask(.get, address(of: run))
        guard response.isSuccess else { throw errors.ofQuery(response) }
        return prediction.report(try api.json(response), run: run)
    }

    /// There is no reference of ours in eachlabs' list: a run counts as ours where it was made at
    /// that time from that input.
    package func find(_ lost: LostSubmit) async throws -> [RunReport]? {
        let response = try await api.ask(.get, "\(instance)/v1/executions")
        guard response.isSuccess else { throw errors.ofQuery(response) }
        guard let list = EachlabsPrediction.list(try api.json(response)) else {
            throw ProviderFailure.tryLater(
                reason: "the answer is no list of executions", after: nil)
        }
        return list.filter { EachlabsPrediction.isOf($0, lost) }.compactMap { json in
            EachlabsPrediction.id(json).map { prediction.report(json, run: RemoteRun(id: $0)) }
        }
    }

    package func cancel(_ run: RemoteRun) async throws -> Cancellation {
        let response = try await api.ask(.post, "\(address(of: run))/cancel", [:])
        switch response.status {
        case 200..<300: return .requested
        case 400, 409: return .tooLate
        default: throw errors.ofQuery(response)
        }
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        let response = try await api.ask(
            .post, "\(instance)/v1/upload/presign",
            [
                "content_type": .string(file.mediaType),
                "file_type": .string(file.mediaType.hasPrefix("video/") ? "video" : "image"),
            ])
        guard response.isSuccess else { throw errors.ofQuery(response) }
        let place = try api.json(response)
        guard let address = place["presigned_url"]?.text, let url = place["public_url"]?.text else {
            throw ProviderFailure.tryLater(reason: "no place for the file", after: nil)
        }
        let required = place["required_headers"]?.members?.compactMapValues(\.text) ?? [:]
        // The type that was announced is part of what the address is signed for.
        var headers = ["content-type": file.mediaType]
        for (name, value) in required { headers[name.lowercased()] = value }
        try await api.put(file.bytes, to: address, headers: headers)
        return url
    }

    package func check(_ callback: CallbackDelivery) async throws -> CallbackNews {
        try EachlabsCallbacks().check(callback)
    }

    private var errors: EachlabsErrors { EachlabsErrors(scrubber: api.scrubber) }

    private var prediction: EachlabsPrediction { EachlabsPrediction(scrubber: api.scrubber) }

    private func address(of run: RemoteRun) -> String {
        "\(instance)/v1/prediction/\(escaped(run.id))"
    }
}
