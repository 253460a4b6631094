import DailiesHTTP
import DailiesJSON
import DailiesPlanning

/// A run that ended with the answer to its submit: nobody can be asked for it again.
struct SynchronousRun {
    let scrubber: Scrubber

    /// Reads the answer; the file's address is kept with the run, since it is the only one.
    func report(
        _ response: HTTPResponse, id: String, file: (JSONValue?) -> GeneratedFile?
    ) throws(ProviderFailure) -> RunReport {
        let json = try? JSONValue(parsing: response.body)
        guard let json, let file = file(json) ?? VideoFinder.file(in: json) else {
            throw .unknown(reason: "HTTP \(response.status), but the answer names no video")
        }
        var addresses = [RemoteRun.onlyAddress: file.url]
        addresses["bytes"] = file.bytes.map(String.init)
        return RunReport(
            run: RemoteRun(id: id, addresses: addresses), state: .succeeded(file),
            cost: Money(reported: json["cost"]), raw: scrubber.json(json))
    }

    /// What is still known of it.
    func report(on run: RemoteRun) throws(ProviderFailure) -> RunReport {
        guard let url = run.addresses[RemoteRun.onlyAddress] else {
            throw .refused(
                reason: "its address was given once, with the answer; the take can't be had again")
        }
        let file = GeneratedFile(url: url, bytes: run.addresses["bytes"].flatMap { Int64($0) })
        return RunReport(run: run, state: .succeeded(file), cost: nil, raw: .null)
    }
}

extension RemoteRun {
    /// The name of the one address that a synchronous run's file has, to be forgotten once the take
    /// has landed: it may be signed.
    package static let onlyAddress = "file"
}

/// A provider that answers a submit with the finished video: there is nothing to ask afterwards.
protocol SynchronousProvider: Provider {
    var api: ProviderAPI { get }
}

extension SynchronousProvider {
    package func report(on run: RemoteRun) async throws -> RunReport {
        try SynchronousRun(scrubber: api.scrubber).report(on: run)
    }

    package func find(_ lost: LostSubmit) async throws -> [RunReport]? { nil }

    package func cancel(_ run: RemoteRun) async throws -> Cancellation { .unsupported }

    /// Nobody calls back who has answered already.
    package func check(_ callback: CallbackDelivery) async throws -> CallbackNews {
        throw CallbackRefusal.malformed
    }
}
