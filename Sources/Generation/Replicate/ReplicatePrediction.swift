import DailiesJSON
import DailiesPlanning
import Foundation

/// Reads Replicate's prediction object.
///
/// Source: replicate.com/docs, *Prediction lifecycle* and *Data retention*; Replicate's Python client
/// (December 2025), which is generated from its OpenAPI document.
struct ReplicatePrediction {
    let redactor: SecretRedactor

    func report(_ json: JSONValue, run: RemoteRun) -> RunReport {
        RunReport(run: run, state: state(of: json), cost: nil, raw: redactor.redacted(json))
    }

    private func state(of json: JSONValue) -> RemoteState {
        switch json["status"]?.text ?? "" {
        case "starting": .queued
        case "processing": .running
        case "succeeded": success(json)
        case "failed": .failed(failure(json))
        case "canceled", "cancelled": .failed(RunFailure(.ordinary, "the prediction was canceled"))
        // A person may have stopped it: it isn't sent again by itself.
        case "aborted":
            .failed(RunFailure(.ordinary, "the prediction was stopped before it started (aborted)"))
        case let word: .unrecognized(word)
        }
    }

    private func success(_ json: JSONValue) -> RemoteState {
        guard var file = VideoFinder.file(in: json["output"], at: "output") else {
            return .videoMissing
        }
        file.delivery.inferenceSeconds = json["metrics"]?["predict_time"]?.number
        return .succeeded(file)
    }

    /// Whether input, output and files were removed.
    static func isRemoved(_ json: JSONValue) -> Bool { json["data_removed"]?.bool == true }

    private func failure(_ json: JSONValue) -> RunFailure {
        let error = json["error"]
        let text = [error?.text, error?["detail"]?.text, error?["message"]?.text, error?.line]
            .lazy.compactMap(\.self).first { !$0.isEmpty }
        let reason = text ?? "the provider gives no reason"
        return RunFailure(
            Self.isModeration(reason) ? .moderated : .ordinary, redactor.redacted(reason))
    }

    /// Whether an error's text is that of a content filter: models end it with `(E005)`.
    private static func isModeration(_ text: String) -> Bool {
        text.contains("(E005)") || text.lowercased().contains("flagged as sensitive")
    }
}
