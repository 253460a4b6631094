import DailiesJSON
import Foundation

extension RunflowRun {
    /// The run object as the API gives it.
    ///
    /// - Parameter link: signs a link to a clip's path.
    func object(at age: Duration, baseURL: String, link: (String) -> String) -> JSONValue {
        let progress = progress(at: age)
        var members: [String: JSONValue] = [
            "id": .string(id),
            "status_code": .string(progress.code),
            "model_id": .string(model),
            "target_type": "model",
            "input": submission.input,
            "output": nil,
            "cost": nil,
            "cost_breakdown": nil,
            "client_ref": .optional(submission.clientRef),
            "request_id": .string(requestID),
            "created_at": timestamp(.zero),
            "started_at": nil,
            "completed_at": nil,
            "duration_ms": nil,
            "callback_url": .optional(submission.callbackURL),
            "metadata": submission.metadata,
            "has_logs": false,
            "links": ["self": .string("\(baseURL)/v1/runs/\(id)")],
            "failure_code": nil,
            "failure_message": nil,
            "failure_stage_code": nil,
            "batch_id": nil,
            "node_runs": [],
        ]
        switch progress {
        case .queued: break
        case .running(let started): members["started_at"] = timestamp(started)
        case .succeeded(let started, let completed, let path):
            setTimes(&members, started, completed)
            let price = RunflowPrice(
                seconds: submission.kling.seconds, hasSound: submission.kling.hasSound)
            members["cost"] = .string(price.total)
            members["cost_breakdown"] = price.breakdown
            members["output"] = output(url: link(path), inference: completed - started)
        case .failed(let started, let completed, let message):
            setTimes(&members, started, completed)
            members["cost"] = "0.000"
            members["failure_code"] = "INFERENCE_FAILED"
            members["failure_message"] = .string(message)
            members["failure_stage_code"] = "inference"
        }
        return .object(members)
    }

    private func setTimes(
        _ members: inout [String: JSONValue],
        _ started: Duration,
        _ completed: Duration
    ) {
        members["started_at"] = timestamp(started)
        members["completed_at"] = timestamp(completed)
        members["duration_ms"] = .integer((completed - started).milliseconds)
    }

    private func output(url: String, inference: Duration) -> JSONValue {
        let order = submission.order(run: id)
        return [
            "outputs": [
                [
                    "url": .string(url),
                    "type": "video",
                    "content_type": "video/mp4",
                    "width": .integer(order.shape.width),
                    "height": .integer(order.shape.height),
                    "duration": .integer(order.seconds),
                ]
            ],
            "nsfw_detected": false,
            "seed": nil,
            "timing": ["inference_ms": .integer(inference.milliseconds)],
        ]
    }

    private func timestamp(_ age: Duration) -> JSONValue {
        let date = createdAt.addingTimeInterval(Double(age.milliseconds) / 1000)
        return .string(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
}

extension RunflowRun.Progress {
    /// The word of the contract for it.
    var code: String {
        switch self {
        case .queued: "queued"
        case .running: "running"
        case .succeeded: "succeeded"
        case .failed: "failed"
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
