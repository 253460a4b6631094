import DailiesHTTP
import DailiesJSON
import DailiesPlanning

/// Reads the result of a completed request: the model's output as it is, without an envelope, or
/// the model's own error.
///
/// Source: fal.ai, *Queue API*, result; *Errors*.
struct FalResult {
    let errors: FalErrors
    let scrubber: Scrubber

    func report(
        _ response: HTTPResponse, run: RemoteRun, status: JSONValue
    ) throws(ProviderFailure) -> RunReport {
        let json = try? JSONValue(parsing: response.body)
        // The status holds the logs, which are gone when fal forgets the request.
        let raw = scrubber.json(["status": status, "result": json ?? .null])
        func report(_ state: RemoteState) -> RunReport {
            RunReport(run: run, state: state, cost: nil, raw: raw)
        }
        if response.isSuccess {
            guard let json else {
                throw .tryLater(reason: "HTTP \(response.status), but no JSON", after: nil)
            }
            return report(Self.state(of: json, status: status))
        }
        let words = String(decoding: response.body.prefix(200), as: UTF8.self).lowercased()
        // Seen where the result is asked for a moment too soon.
        if response.status == 400, words.contains("still in progress") { return report(.running) }
        let error = FalError(response)
        switch response.status {
        // The model's own outcomes, and the platform's.
        case 400, 422, 499, 500...599: break
        case 404: throw .refused(reason: "the result is gone: \(scrubber.text(error.text))")
        // fal's own client asks again after these.
        case 409, 425: throw .tryLater(reason: scrubber.text(error.text), after: nil)
        default: throw errors.ofQuery(response)
        }
        // What the status says of a failure holds, whatever stands in the result's place.
        if !error.isJSON, let failure = errors.ofStatus(status) {
            return report(.failed(failure))
        }
        // A replayed outcome bears fal's mark; a gateway's page says nothing about the run.
        guard error.isJSON,
            status["error"] != nil || status["error_type"] != nil
                || response.headers["x-fal-request-id"] != nil || response.status < 500
        else {
            throw .tryLater(reason: "HTTP \(response.status) in the result's place", after: nil)
        }
        return report(.failed(errors.ofRun(response)))
    }

    private static func state(of json: JSONValue, status: JSONValue) -> RemoteState {
        guard var file = file(in: json) ?? VideoFinder.file(in: json) else { return .unreadable }
        file.delivery.inferenceSeconds =
            file.delivery.inferenceSeconds ?? status["metrics"]?["inference_time"]?.number
        return .succeeded(file)
    }

    static func file(in json: JSONValue?) -> GeneratedFile? {
        // No envelope is documented; other people's clients were seen with one.
        for place in [json, json?["response"], json?["data"]] {
            let video = place?["video"] ?? place?["videos"]?.elements?.first
            guard let url = video?["url"]?.text ?? video?.text else { continue }
            return GeneratedFile(
                url: url, delivery: Delivery(file: video, output: place))
        }
        return nil
    }
}
