import DailiesJSON
import DailiesMediaTime

/// A run object of Runflow.
struct RunflowServerRun {
    let snapshot: RunSnapshot
    let injected: InjectedFaults
    /// Makes a link to the clip with a fresh signature.
    let link: (Run.DeliveredClip) -> String

    private var run: Run { snapshot.run }

    /// The object as JSON.
    var json: JSONValue {
        let progress = snapshot.progress
        var members: [String: JSONValue] = [
            "id": .string(run.id),
            "model_id": .string(run.modelName),
            "target_type": "model",
            "input": run.input,
            "output": output,
            "cost": nil,
            "cost_breakdown": nil,
            "client_ref": run.body["client_ref"] ?? .null,
            "request_id": .string(run.requestID),
            "created_at": .string(run.timestamp(.zero)),
            "started_at": nil,
            "completed_at": nil,
            "duration_ms": nil,
            "callback_url": run.body["callback_url"] ?? .null,
            "metadata": run.body["metadata"] ?? .null,
            "has_logs": false,
            "links": ["self": .string("\(run.baseURL)/v1/runs/\(run.id)")],
            "failure_code": nil,
            "failure_message": nil,
            "failure_stage_code": nil,
            "batch_id": nil,
            "node_runs": [],
        ]
        // An older revision of the documents has another name for this field.
        let field = injected[.spelling]?["field"] ?? "status_code"
        members[field] = .string(statusWord)
        switch progress {
        case .queued: break
        case .running(let started):
            members["started_at"] = .string(run.timestamp(started))
        case .succeeded(let started, let completed, _):
            setTimes(&members, started, completed)
            members["cost"] = .string(run.dollars)
            members["cost_breakdown"] = run.costBreakdown
        case .failed(let started, let completed, let failure):
            setTimes(&members, started, completed)
            let (code, message) = failure.runflowError
            members["cost"] = "0.000"
            members["failure_code"] = .string(code)
            members["failure_message"] = .string(message)
            members["failure_stage_code"] = "inference"
        case .cancelled(let at):
            members["completed_at"] = .string(run.timestamp(at))
        }
        return .object(members)
    }

    private func setTimes(
        _ members: inout [String: JSONValue],
        _ started: Duration,
        _ completed: Duration
    ) {
        members["started_at"] = .string(run.timestamp(started))
        members["completed_at"] = .string(run.timestamp(completed))
        members["duration_ms"] = .integer((completed - started).milliseconds)
    }

    /// The documented status, or the one that a fault asks for.
    var statusWord: String {
        if let unknown = injected[.unknownStatus] { return unknown["word"] ?? "pondering" }
        if snapshot.progress.hasEnded, let word = injected[.spelling]?["status"] { return word }
        return switch snapshot.progress {
        case .queued: "queued"
        case .running: "running"
        case .succeeded: "succeeded"
        case .failed(_, _, .injected(let fault)): fault["word"] ?? "failed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    /// The output of the run; `null` if there is none.
    var output: JSONValue {
        switch snapshot.progress {
        case .succeeded(let started, let completed, let clip):
            return output(url: link(clip), inference: completed - started)
        case .failed(_, _, .injected(let fault)) where fault.name == .moderation:
            return ["outputs": [], "nsfw_detected": true, "seed": nil]
        default: return nil
        }
    }

    private func output(url: String, inference: Duration) -> JSONValue {
        switch injected[.spelling]?["output"] {
        case "object": return ["video": ["url": .string(url)]]
        case "string": return .string(url)
        case "url": return ["url": .string(url)]
        default: break
        }
        return [
            "outputs": [
                [
                    "url": .string(url),
                    "type": "video",
                    "content_type": "video/mp4",
                    "width": .integer(run.asked.frameSize.width),
                    "height": .integer(run.asked.frameSize.height),
                    "duration": .integer(run.asked.seconds),
                ]
            ],
            "nsfw_detected": .bool(injected[.nsfw] != nil),
            "seed": nil,
            "timing": ["inference_ms": .integer(inference.milliseconds)],
        ]
    }

    /// The body of the callback.
    var callback: JSONValue {
        let (event, ended): (String, Duration?) =
            switch snapshot.progress {
            case .succeeded(_, let completed, _): ("run.completed", completed)
            case .failed(_, let completed, _): ("run.failed", completed)
            case .cancelled(let at): ("run.cancelled", at)
            case .queued, .running: ("run.updated", nil)
            }
        return [
            "event": .string(event),
            "run_id": .string(run.id),
            "status": .string(statusWord),
            "output": output,
            "duration_ms": ended.map { .integer($0.milliseconds) } ?? .null,
            "created_at": .string(run.timestamp(.zero)),
            "completed_at": ended.map { .string(run.timestamp($0)) } ?? .null,
            "metadata": run.body["metadata"] ?? .null,
        ]
    }
}

extension Run.Failure {
    /// The failure code and message that Runflow reports.
    fileprivate var runflowError: (code: String, message: String) {
        switch self {
        case .generation(let message): ("INFERENCE_FAILED", message)
        case .injected(let fault) where fault.name == .moderation:
            ("NSFW_DETECTED", "The content filter refused the request.")
        case .injected(let fault):
            (fault["type"] ?? "INFERENCE_FAILED", "The model could not make the clip.")
        }
    }
}
