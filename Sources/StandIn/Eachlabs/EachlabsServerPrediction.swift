import DailiesJSON
import Foundation

/// A prediction object of eachlabs.
struct EachlabsServerPrediction {
    let snapshot: RunSnapshot
    let injected: InjectedFaults
    let link: (Run.DeliveredClip) -> String

    private var run: Run { snapshot.run }
    private var spelling: Fault? { injected[.spelling] }

    /// The prediction as JSON.
    var json: JSONValue {
        let address = "\(run.baseURL)/v1/prediction/\(run.id)"
        var members: [String: JSONValue] = [
            spelling?["id"] ?? "id": .string(run.id),
            "model": .string(run.modelName),
            "version": "0.0.1",
            "input": run.input,
            "status": .string(statusWord),
            "output": output,
            "logs": nil,
            "metrics": ["predict_time": .number(predictTime), "cost": .number(cost)],
            "urls": ["get": .string(address), "cancel": .string(address + "/cancel")],
            "created_at": .string(run.timestamp(.zero)),
        ]
        if case .failed(_, _, .injected(let fault)) = snapshot.progress {
            switch fault["shape"] {
            case "message":
                members["message"] = "The model could not make the clip."
                members["details"] = .string(fault["type"] ?? "PROVIDER_ERROR")
            case "logs": members["logs"] = "Traceback: the model could not make the clip."
            default: break
            }
        }
        return .object(members)
    }

    private var predictTime: Double {
        switch snapshot.progress {
        case .succeeded(let started, let completed, _), .failed(let started, let completed, _):
            (completed - started).inSeconds
        case .queued, .running, .cancelled: 0
        }
    }

    private var cost: Double {
        if case .succeeded = snapshot.progress { Double(run.price) / 1000 } else { 0 }
    }

    private var statusWord: String {
        if let unknown = injected[.unknownStatus] { return unknown["word"] ?? "pondering" }
        if snapshot.progress.hasEnded, let word = spelling?["status"] { return word }
        return switch snapshot.progress {
        case .queued: "created"
        case .running(let since):
            snapshot.age - since < run.latency / 4 ? "starting" : "processing"
        case .succeeded: "success"
        case .failed(_, _, .injected(let fault)): fault["word"] ?? "error"
        case .failed: "error"
        case .cancelled: "cancelled"
        }
    }

    /// The clip's address in one of the documented forms, or the failure.
    private var output: JSONValue {
        switch snapshot.progress {
        case .succeeded(_, _, let clip): return output(link(clip))
        case .failed(_, _, let failure): return self.failure(failure)
        case .queued, .running, .cancelled: return nil
        }
    }

    private func output(_ url: String) -> JSONValue {
        switch spelling?["output"] {
        case "array": [.string(url)]
        case "object": ["url": .string(url)]
        default: .string(url)
        }
    }

    private func failure(_ failure: Run.Failure) -> JSONValue {
        switch failure {
        case .generation(let message):
            return envelope("INTERNAL", "internal_error", message, isRetryable: true)
        case .injected(let fault) where fault.name == .moderation:
            return envelope(
                "PROVIDER", "CONTENT_MODERATION", "The content filter refused the request.",
                isRetryable: false)
        case .injected(let fault):
            let message = "The model could not make the clip."
            switch fault["shape"] {
            case "message", "logs": return nil
            case "list": return [["error": .string(message)]]
            case "text": return .string(message)
            default:
                return envelope(
                    "PROVIDER", fault["type"] ?? "PROVIDER_ERROR", message,
                    isRetryable: fault.flag("retryable"))
            }
        }
    }

    private func envelope(
        _ category: String,
        _ code: String,
        _ message: String,
        isRetryable: Bool
    ) -> JSONValue {
        [
            "success": false,
            "error_code": .string(code),
            "error_message": .string(message),
            "retryable": .bool(isRetryable),
            "classification": ["category": .string(category)],
            "error_step": "predict",
            "execution_id": .string(run.id),
            "model_slug": .string(run.modelName),
            "provider": "kling",
            "provider_error_code": nil,
        ]
    }

    /// The kind of failure as the list of executions names it; `nil` if the run didn't fail.
    var classification: String? {
        guard case .failed(_, _, let failure) = snapshot.progress else { return nil }
        return switch failure {
        case .generation: "internal_error"
        case .injected(let fault):
            fault.name == .moderation ? "content_moderation" : "provider_error"
        }
    }

    /// The body of the webhook; `nil` for states in which none is sent.
    var webhook: JSONValue? {
        var members: [String: JSONValue] = [
            "exec_id": .string(run.id), "flow_id": nil, "error": "",
        ]
        switch snapshot.progress {
        case .succeeded(_, _, let clip):
            members["status"] = "succeeded"
            members["output"] = ["url": .string(link(clip))]
        case .failed:
            members["status"] = "failed"
            members["output"] = [["error": "The model could not make the clip."]]
        case .queued, .running, .cancelled: return nil
        }
        return .object(members)
    }
}
