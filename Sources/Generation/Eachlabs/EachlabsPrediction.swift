import DailiesJSON
import DailiesPlanning
import Foundation

/// Reads eachlabs' prediction object.
///
/// The pages contradict each other in places: every documented spelling is accepted.
struct EachlabsPrediction {
    let redactor: SecretRedactor

    /// The id, under any of its documented names.
    static func id(_ json: JSONValue) -> String? {
        ["predictionID", "prediction_id", "id", "exec_id", "execution_id"].lazy
            .compactMap { json[$0]?.text }.first { !$0.isEmpty }
    }

    /// The executions of a list response, under any of the documented names.
    static func list(_ json: JSONValue) -> [JSONValue]? {
        json.elements
            ?? ["executions", "items", "data", "results"].lazy
            .compactMap { json[$0]?.elements }.first
    }

    func report(_ json: JSONValue, run: RemoteRun) -> RunReport {
        RunReport(
            run: run, state: state(of: json), cost: Money(reported: json["metrics"]?["cost"]),
            raw: redactor.redacted(json))
    }

    private func state(of json: JSONValue) -> RemoteState {
        switch json["status"]?.text ?? "" {
        case "created", "starting", "queued": .queued
        case "processing", "running": .running
        case "success", "succeeded":
            // A failure of the model was observed inside a successful prediction.
            json["output"]?["success"]?.bool == false
                ? .failed(failure(json))
                : success(json)
        case "error", "failed": .failed(failure(json))
        case "cancelled", "canceled": .failed(RunFailure(.ordinary, "the run was cancelled"))
        case let word: .unrecognized(word)
        }
    }

    private func success(_ json: JSONValue) -> RemoteState {
        let found =
            Self.file(in: json["output"]) ?? VideoFinder.file(in: json["output"], at: "output")
        guard var file = found else { return .videoMissing }
        file.delivery.inferenceSeconds = json["metrics"]?["predict_time"]?.number
        return .succeeded(file)
    }

    /// The failure of a prediction: eachlabs gives the reason in an error object where the output
    /// would be, or in one of the fields `message`, `error`, `logs` and `details`.
    private func failure(_ json: JSONValue) -> RunFailure {
        let output = json["output"]
        let envelope = output?.elements?.first ?? output
        let texts = [
            envelope?["error_message"], envelope?["error"], json["message"], json["error"],
            json["logs"], output,
        ]
        let first = texts.lazy.compactMap { $0?.text }.first { !$0.isEmpty }
        // The model's page splits the reason over two fields; either may be the more specific.
        let details = json["details"].map { $0.text ?? $0.line }
        let parts = [first, details == first ? nil : details].compactMap(\.self)
        let reason = parts.isEmpty ? nil : parts.joined(separator: "; ")
        let codes = [
            envelope?["error_code"], envelope?["provider_error_code"],
            envelope?["classification"]?["category"], json["error_classification"],
        ].compactMap { value in value?.text ?? value?.integer.map(String.init) }
        let code = codes.isEmpty ? "" : " (\(codes.joined(separator: ", ")))"
        // "retryable: true" means that the same request could succeed, not that this one was free.
        // It counts as a provider fault, which costs nothing, only if the provider documents that.
        let isModerated = codes.contains { ModerationCodes.contains($0) }
        return RunFailure(
            isModerated ? .moderated : .ordinary,
            redactor.redacted((reason ?? "the provider gives no reason") + code))
    }

    /// The video's file, in an output that is a string, a list or an object.
    static func file(in output: JSONValue?) -> GeneratedFile? {
        switch output {
        case .string(let url)?:
            return url.hasPrefix("http") ? GeneratedFile(url: url, bytes: nil) : nil
        case .array(let list)?:
            return list.lazy.compactMap(file).first
        case .object(let members)?:
            if let url = output?["url"]?.text, url.hasPrefix("http") {
                return GeneratedFile(url: url, delivery: Delivery(file: output, output: output))
            }
            return ["video", "videos", "output", "outputs", "video_url"].lazy
                .compactMap { file(in: members[$0]) }.first
        default: return nil
        }
    }

    /// Whether an execution matches a lost submit: same model, same input without its pictures,
    /// created after the submit.
    ///
    /// The addresses of uploaded pictures are no longer known.
    static func matches(_ json: JSONValue, _ lost: LostSubmit) -> Bool {
        let model = (json["model"] ?? json["model_slug"])?.text
        // A request that can't be read any more would match every execution.
        guard model == nil || model == lost.endpoint, let input = json["input"],
            case .object(let sent) = WireInput.withoutMedia(lost.input), !sent.isEmpty,
            input.containsAll(of: .object(sent))
        else { return false }
        guard let created = json["created_at"]?.time else { return false }
        // Clocks may differ by up to a minute; an earlier run of the same shot must not match.
        return lost.submittedAt.map { created.timeIntervalSince($0) > -60 } ?? true
    }
}
