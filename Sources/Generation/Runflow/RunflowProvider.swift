package import DailiesHTTP
import DailiesJSON
import Foundation

/// Runflow's run API: create a run, ask for it, find it by our own reference.
///
/// Source: docs.runflow.io, *Runs*, *Run lifecycle*, *Errors*.
package struct RunflowProvider: Sendable {
    package static let name = "runflow"
    package static let publicBaseURL = "https://api.runflow.io"
    package static let keyVariable = "RUNFLOW_API_KEY"
    package static let baseURLVariable = "RUNFLOW_BASE_URL"

    /// Where it listens, without a slash at the end.
    package let baseURL: String
    private let key: String?
    private let client: HTTPClient

    /// - Parameter key: the account's key; `nil` only for a stand-in, which asks for none.
    package init(baseURL: String, key: String?, client: HTTPClient) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.key = key
        self.client = client
    }

    /// Buys a run; called once for each intent, never repeated by itself.
    ///
    /// - Throws: `ProviderFailure`; `.unknown` wherever the request may have been accepted.
    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        let body: JSONValue = [
            "input": request.input,
            "metadata": .object(request.metadata),
            "client_ref": .string(request.clientReference),
        ]
        var headers = authorization
        headers["Content-Type"] = "application/json"
        let post = HTTPRequest(
            .post, "\(baseURL)/v1/models/\(request.endpoint)/runs", headers: headers,
            body: body.canonicalBytes, deadline: .seconds(120), needsFreshConnection: true)
        let response: HTTPResponse
        do {
            response = try await client.send(post)
        } catch let failure as TransferFailure {
            switch failure.phase {
            case .connecting:
                throw ProviderFailure.tryLater(reason: failure.description, after: nil)
            case .exchanging, .writing, .cancelled:
                throw ProviderFailure.unknown(reason: failure.description)
            }
        }
        guard response.isSuccess else { throw errors.ofSubmit(response) }
        guard let json = try? JSONValue(parsing: response.body),
            let report = run.report(json)
        else {
            throw ProviderFailure.unknown(
                reason: "HTTP \(response.status), but the answer names no run")
        }
        return report
    }

    /// Asks for a run; the answer's address of the file is freshly signed.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    package func report(on remoteID: String) async throws -> RunReport {
        let json = try await get("/v1/runs/\(escaped(remoteID))")
        guard let report = run.report(json) else {
            throw ProviderFailure.tryLater(reason: "the answer is no run", after: nil)
        }
        return report
    }

    /// Every run that was accepted under our reference.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    package func runs(withReference reference: String) async throws -> [RunReport] {
        let filter = escaped("client_ref.EQ:'\(reference)'")
        let json = try await get("/v1/runs?q=\(filter)")
        guard let list = RunflowRun.list(json) else {
            throw ProviderFailure.tryLater(reason: "the answer is no list of runs", after: nil)
        }
        // Only what bears our reference counts, should a server pay no heed to the filter.
        return list.filter { $0["client_ref"]?.text == reference }.compactMap(run.report)
    }

    private var run: RunflowRun { RunflowRun(scrubber: Scrubber(key: key)) }

    private var errors: RunflowErrors { RunflowErrors(scrubber: Scrubber(key: key)) }

    private var authorization: [String: String] {
        key.map { ["Authorization": "Bearer \($0)"] } ?? [:]
    }

    private func get(_ path: String) async throws -> JSONValue {
        var headers = authorization
        headers["Accept"] = "application/json"
        let response: HTTPResponse
        do {
            response = try await client.send(HTTPRequest(.get, baseURL + path, headers: headers))
        } catch let failure as TransferFailure {
            if failure.phase == .cancelled { throw CancellationError() }
            throw ProviderFailure.tryLater(reason: failure.description, after: nil)
        }
        guard response.isSuccess else { throw errors.ofQuery(response) }
        guard let json = try? JSONValue(parsing: response.body) else {
            throw ProviderFailure.tryLater(reason: "the answer is no JSON", after: nil)
        }
        return json
    }

    private func escaped(_ text: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }
}
