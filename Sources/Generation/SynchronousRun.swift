import DailiesHTTP
import DailiesJSON
import DailiesPlanning

/// Reads the run of a synchronous submit: the response contains the result, and the run can't be
/// polled.
struct SynchronousRun {
    let redactor: SecretRedactor

    /// Reads the response; the file's address is kept with the run, since it is not available
    /// again.
    func report(
        _ response: HTTPResponse, id: String, file: (JSONValue?) -> GeneratedFile?
    ) throws(ProviderFailure) -> RunReport {
        let json = try? JSONValue(parsing: response.body)
        guard let json, let file = file(json) ?? VideoFinder.file(in: json) else {
            throw .unknown(reason: "HTTP \(response.status), but the response contains no video")
        }
        var addresses = [RemoteRun.resultURLKey: file.url]
        addresses["bytes"] = file.bytes.map(String.init)
        return RunReport(
            run: RemoteRun(id: id, addresses: addresses), state: .succeeded(file),
            cost: Money(reported: json["cost"]), raw: redactor.redacted(json))
    }

    /// The failure of a submit: the model itself may have answered, after it has worked, so that no
    /// answer proves that the provider doesn't have it.
    static func failure(_ failure: ProviderFailure) -> ProviderFailure {
        guard case .modelUnavailable(let reason) = failure else { return failure }
        return .refused(reason: reason)
    }

    /// The report on a run from its stored address.
    func report(on run: RemoteRun) throws(ProviderFailure) -> RunReport {
        guard let url = run.addresses[RemoteRun.resultURLKey] else {
            throw .refused(
                reason:
                    "the file's address was only in the response to the submit; the take can't be "
                    + "fetched again")
        }
        let file = GeneratedFile(url: url, bytes: run.addresses["bytes"].flatMap { Int64($0) })
        return RunReport(run: run, state: .succeeded(file), cost: nil, raw: .null)
    }
}

extension RemoteRun {
    /// The key in `addresses` of a synchronous run's result; the address may be signed, and is
    /// deleted once the take has landed.
    package static let resultURLKey = "file"
}

/// A provider whose response to a submit contains the finished video: there is nothing to poll.
protocol SynchronousProvider: Provider {
    var api: ProviderAPI { get }
}

extension SynchronousProvider {
    package func report(on run: RemoteRun) async throws -> RunReport {
        try SynchronousRun(redactor: api.redactor).report(on: run)
    }

    package func find(_ lost: LostSubmit) async throws -> RunSearch? { nil }

    package func cancel(_ run: RemoteRun) async throws -> Cancellation { .unsupported }

    /// Synchronous endpoints send no callbacks.
    package func verify(_ callback: CallbackDelivery) async throws -> VerifiedCallback {
        throw CallbackRejection.malformed
    }
}
