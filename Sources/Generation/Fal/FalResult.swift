import DailiesHTTP
import DailiesJSON
import DailiesPlanning

/// Reads the result of a completed request: the model's output without an envelope, or the model's
/// own error.
///
/// Source: fal.ai, *Queue API*, result; *Errors*.
struct FalResult {
    let errors: FalErrors
    let redactor: SecretRedactor

    func report(
        _ response: HTTPResponse, run: RemoteRun, status: JSONValue
    ) throws(ProviderFailure) -> RunReport {
        let json = try? JSONValue(parsing: response.body)
        // The status contains the logs, which are gone once fal has deleted the request.
        let raw = redactor.redacted(["status": status, "result": json ?? .null])
        func report(_ state: RemoteState) -> RunReport {
            RunReport(run: run, state: state, cost: nil, raw: raw)
        }
        if response.isSuccess {
            guard let json else {
                throw .retryable(
                    reason: "HTTP \(response.status), but the response is not JSON", after: nil)
            }
            return report(Self.state(of: json, status: status))
        }
        let text = String(decoding: response.body.prefix(200), as: UTF8.self).lowercased()
        // Observed if the result is fetched slightly too early.
        if response.status == 400, text.contains("still in progress") { return report(.running) }
        let error = FalError(response)
        switch response.status {
        // Outcomes of the run, from the model or the platform.
        case 400, 422, 499, 500...599: break
        case 404: throw .refused(reason: "the result is gone: \(redactor.redacted(error.text))")
        // fal's own client retries these.
        case 409, 425: throw .retryable(reason: redactor.redacted(error.text), after: nil)
        default: throw errors.queryFailure(response)
        }
        // A failure in the status counts, even if the result is no error JSON.
        if !error.isJSON, let failure = errors.runFailure(inStatus: status) {
            return report(.failed(failure))
        }
        // Fal's replayed response has fal's header field; a gateway's page proves nothing about the
        // run.
        guard error.isJSON,
            status["error"] != nil || status["error_type"] != nil
                || response.headers["x-fal-request-id"] != nil || response.status < 500
        else {
            throw .retryable(reason: "HTTP \(response.status) instead of the result", after: nil)
        }
        return report(.failed(errors.runFailure(in: response)))
    }

    private static func state(of json: JSONValue, status: JSONValue) -> RemoteState {
        guard var file = file(in: json) ?? VideoFinder.file(in: json) else { return .videoMissing }
        file.delivery.inferenceSeconds =
            file.delivery.inferenceSeconds ?? status["metrics"]?["inference_time"]?.number
        return .succeeded(file)
    }

    static func file(in json: JSONValue?) -> GeneratedFile? {
        // No envelope is documented, but some third-party clients read one.
        for output in [json, json?["response"], json?["data"]] {
            let video = output?["video"] ?? output?["videos"]?.elements?.first
            guard let url = video?["url"]?.text ?? video?.text else { continue }
            return GeneratedFile(
                url: url, delivery: Delivery(file: video, output: output))
        }
        return nil
    }
}
