import DailiesJSON
import DailiesPlanning

/// Reads Runflow's run object.
///
/// The pages contradict each other in places: every documented spelling is accepted.
struct RunflowRun {
    let redactor: SecretRedactor

    func report(_ json: JSONValue) -> RunReport? {
        guard let id = (json["id"] ?? json["run_id"])?.text, !id.isEmpty else { return nil }
        return RunReport(
            run: RemoteRun(id: id), state: state(of: json), cost: Money(reported: json["cost"]),
            raw: redactor.redacted(json))
    }

    /// The runs of a list response, under any of the documented names.
    static func list(_ json: JSONValue) -> [JSONValue]? {
        json.elements
            ?? ["items", "data", "runs", "results"].lazy.compactMap { json[$0]?.elements }.first
    }

    private func state(of json: JSONValue) -> RemoteState {
        switch (json["status_code"] ?? json["status"])?.text ?? "" {
        case "queued": .queued
        case "dispatching", "running": .running
        case "succeeded", "partial_succeeded": Self.success(json["output"])
        case "failed", "errored": .failed(failure(json))
        case "cancelled", "canceled": .failed(RunFailure(.ordinary, "the run was cancelled"))
        case let word: .unrecognized(word)
        }
    }

    private static func success(_ output: JSONValue?) -> RemoteState {
        if let file = file(in: output) ?? VideoFinder.file(in: output, at: "output") {
            return .succeeded(file)
        }
        return output?["nsfw_detected"]?.bool == true
            ? .failed(RunFailure(.moderated, "the result was flagged as NSFW and withheld"))
            : .videoMissing
    }

    private func failure(_ json: JSONValue) -> RunFailure {
        let code = json["failure_code"]?.text
        let stage = (json["failure_stage_code"] ?? json["failure_stage"])?.text
        // Some pages have no failure fields, but an error in place of the output.
        let output = json["output"]?["error"] ?? json["error"]
        let message = json["failure_message"]?.text ?? output?["message"]?.text ?? output?.text
        let parts = [message, code.map { "(\($0))" }, stage.map { "at \($0)" }].compactMap(\.self)
        let isModerated =
            [code, stage, output?["code"]?.text].contains { ModerationCodes.contains($0) }
            || json["output"]?["nsfw_detected"]?.bool == true
        let reason = parts.isEmpty ? "the provider gives no reason" : parts.joined(separator: " ")
        return RunFailure(isModerated ? .moderated : .ordinary, redactor.redacted(reason))
    }

    /// The video's file: `outputs[]` with type video first, then the other formats that Runflow's
    /// samples accept.
    static func file(in output: JSONValue?) -> GeneratedFile? {
        guard let output else { return nil }
        let outputs = output["outputs"]?.elements ?? []
        let video =
            outputs.first { $0["type"]?.text?.hasPrefix("video") == true && $0["url"]?.text != nil }
            ?? outputs.first { $0["url"]?.text != nil && $0["type"]?.text == nil }
        for candidate in [video, output["video"], output].compactMap(\.self) {
            guard let url = (candidate["url"] ?? candidate["output_url"])?.text else { continue }
            return GeneratedFile(
                url: url, delivery: Delivery(file: candidate, output: output))
        }
        return nil
    }
}
