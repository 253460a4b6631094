import DailiesHTTP
import DailiesJSON
import Foundation

/// Replicate's prediction API: create, poll, list, cancel.
///
/// Source: replicate.com/docs, *HTTP API*, *Prediction lifecycle*, *Data retention*; README.md in
/// this folder says what of it is settled.
package struct ReplicateProvider: Provider {
    package static let identity = ProviderIdentity(
        name: "replicate", title: "Replicate", keyVariables: [["REPLICATE_API_TOKEN"]],
        addresses: [
            ProviderIdentity.Address(
                "api", variable: "REPLICATE_BASE_URL", defaultURL: "https://api.replicate.com")
        ],
        callbackSecretVariable: "REPLICATE_WEBHOOK_SECRET", resultLifetime: .seconds(3600))

    package let instance: String
    /// The base address with the version of the API; Replicate's own clients have it in the variable.
    private let base: String
    private let api: ProviderAPI
    private let secrets: ReplicateSecrets

    package init(_ access: ProviderAccess) {
        instance = access.main
        base = instance.hasSuffix("/v1") ? instance : "\(instance)/v1"
        api = ProviderAPI(
            access,
            credential: access.key.map { ["Authorization": "Bearer \($0)"] } ?? [:])
        secrets = ReplicateSecrets(
            configured: access.callbackSecrets,
            address: "\(base)/webhooks/default/secret", api: api)
    }

    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        let model = ReplicateModel(request.endpoint)
        var body: [String: JSONValue] = ["input": request.input]
        body["version"] = model.version.map(JSONValue.string)
        if let callback = request.callback {
            body["webhook"] = .string(callback.url)
            body["webhook_events_filter"] = ["completed"]
        }
        let response = try await api.submit(
            model.submitAddress(at: base), .object(body),
            timeout: Self.identity.submitTimeout, failure: errors.submitFailure)
        let json = try? JSONValue(parsing: response.body)
        guard let json, let run = self.run(json) else {
            throw ProviderFailure.unknown(
                reason: "HTTP \(response.status), but the response contains no prediction id")
        }
        return RunReport(run: run, state: .queued, cost: nil, raw: api.redactor.redacted(json))
    }

    /// The prediction's own addresses where they are on a trusted origin, and constructed ones.
    private func run(_ json: JSONValue) -> RemoteRun? {
        guard let id = json["id"]?.text, !id.isEmpty else { return nil }
        let own = ["get", "cancel"].compactMap { name in
            json["urls"]?[name]?.text.flatMap { api.isTrusted($0) ? (name, $0) : nil }
        }
        return RemoteRun(id: id, addresses: constructed(id).merging(own) { $1 })
    }

    private func constructed(_ id: String) -> [String: String] {
        let address = "\(base)/predictions/\(percentEncoded(id))"
        return ["get": address, "cancel": "\(address)/cancel"]
    }

    package func remoteRun(id: String, endpoint: String) -> RemoteRun {
        RemoteRun(id: id, addresses: constructed(id))
    }

    package func report(on run: RemoteRun) async throws -> RunReport {
        let response = try await api.request(.get, try address("get", of: run))
        guard response.isSuccess else { throw errors.queryFailure(response) }
        let json = try api.json(response)
        guard json["id"]?.text == run.id else {
            throw ProviderFailure.retryable(
                reason: "the response is not the prediction", after: nil)
        }
        let report = prediction.report(json, run: run)
        // Paid for and gone: whether it is bought again is for a person to decide.
        if report.state == .videoMissing, ReplicatePrediction.isRemoved(json) {
            throw ProviderFailure.refused(
                reason: "it succeeded, but Replicate has removed its files and data, as it does an "
                    + "hour after the end; the video can't be downloaded any more")
        }
        return report
    }

    package func find(_ lost: LostSubmit) async throws -> RunSearch? {
        let list = try await ReplicateList(api: api, base: base, errors: errors)
            .predictions(from: lost.submittedAt)
        let search = ReplicateSearch(lost)
        func reports(_ list: [JSONValue]) -> [RunReport] {
            list.compactMap { json in
                self.run(json).map { prediction.report(json, run: $0) }
            }
        }
        // The webhook's address contains our reference: it proves whose prediction it is.
        let marked = list.filter(search.isMarked)
        if !marked.isEmpty {
            return RunSearch(matches: reports(marked), containsOthers: marked.count < list.count)
        }
        let comparisons = list.map { (json: $0, result: search.compare($0)) }
        let matches = comparisons.filter { $0.result == .equal }.map(\.json)
        let incomparable = comparisons.filter { $0.result == .incomparable }.map(\.json)
        return RunSearch(
            matches: reports(matches), containsOthers: matches.count < list.count,
            incomparable: incomparable.compactMap { $0["id"]?.text })
    }

    package func cancel(_ run: RemoteRun) async throws -> Cancellation {
        let response = try await api.request(.post, try address("cancel", of: run))
        guard response.isSuccess else {
            // Whether a prediction that has ended is refused isn't documented.
            if [400, 409, 422].contains(response.status) { return .tooLate }
            throw errors.queryFailure(response)
        }
        let state = (try? JSONValue(parsing: response.body)).flatMap { $0["status"]?.text }
        return ["succeeded", "failed"].contains(state) ? .tooLate : .requested
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await ReplicateFiles(api: api, base: base, errors: errors).upload(file)
    }

    package func verify(_ callback: CallbackDelivery) async throws -> VerifiedCallback {
        try await ReplicateCallbacks(secrets: secrets).verify(callback)
    }

    private var errors: ReplicateErrors { ReplicateErrors(redactor: api.redactor) }

    private var prediction: ReplicatePrediction { ReplicatePrediction(redactor: api.redactor) }

    /// An address of the run, checked again before the key is sent there.
    private func address(_ name: String, of run: RemoteRun) throws(ProviderFailure) -> String {
        guard let url = run.addresses[name], api.isTrusted(url) else {
            throw .refused(
                reason: "the prediction's address is not at \(instance); set REPLICATE_BASE_URL to "
                    + "the value that it was bought with")
        }
        return url
    }
}

/// A model's name at Replicate: `owner/name`, or `owner/name:version`.
struct ReplicateModel {
    /// `owner/name`.
    let name: String
    /// The whole name if it has a version, as `POST /v1/predictions` takes it; `nil` without one.
    let version: String?

    init(_ endpoint: String) {
        let parts = endpoint.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        name = String(parts.first ?? "")
        version = parts.count > 1 ? endpoint : nil
    }

    /// The version's own id.
    var versionID: String? {
        version.flatMap { $0.split(separator: ":").last.map(String.init) }
    }

    func submitAddress(at base: String) -> String {
        version == nil ? "\(base)/models/\(name)/predictions" : "\(base)/predictions"
    }
}
