import DailiesJSON
import Foundation

/// A prediction object of Replicate.
struct ReplicateServerPrediction {
    let snapshot: RunSnapshot
    /// Whether input, output, logs and files have been removed.
    let isRemoved: Bool
    let injected: InjectedFaults
    let link: (Run.DeliveredClip) -> String

    private var run: Run { snapshot.run }
    private var spelling: Fault? { injected[.spelling] }

    /// The prediction as JSON.
    var json: JSONValue {
        let times = times
        var metrics: [String: JSONValue] = [:]
        if let started = times.started, let completed = times.completed {
            metrics["predict_time"] = .number((completed - started).inSeconds)
            metrics["total_time"] = .number(completed.inSeconds)
        }
        return [
            "id": .string(run.id),
            "model": .string(run.modelName),
            "version": "hidden",
            "input": isRemoved ? [:] : run.input,
            "output": isRemoved ? nil : output,
            "error": .optional(error),
            "logs": isRemoved ? nil : "",
            "status": .string(statusWord),
            "source": "api",
            "data_removed": .bool(isRemoved),
            "created_at": .string(run.timestamp(.zero)),
            "started_at": .optional(times.started.map(run.timestamp)),
            "completed_at": .optional(times.completed.map(run.timestamp)),
            "metrics": .object(metrics),
            "urls": urls,
        ]
    }

    private var urls: JSONValue {
        let base = injected[.foreignURL].map { "https://\($0["host"] ?? "elsewhere.invalid")" }
        let address = "\(base ?? run.baseURL)/v1/predictions/\(run.id)"
        return [
            "get": .string(address), "cancel": .string("\(address)/cancel"),
            "web": .string("https://replicate.com/p/\(run.id)"),
        ]
    }

    private var times: (started: Duration?, completed: Duration?) {
        switch snapshot.progress {
        case .queued: (nil, nil)
        case .running(let since): (since, nil)
        case .succeeded(let started, let completed, _), .failed(let started, let completed, _):
            (started, completed)
        case .cancelled(let at): (nil, at)
        }
    }

    private var statusWord: String {
        if let unknown = injected[.unknownStatus] { return unknown["word"] ?? "pondering" }
        if snapshot.progress.hasEnded, let word = spelling?["status"] { return word }
        return switch snapshot.progress {
        case .queued: "starting"
        case .running: "processing"
        case .succeeded: "succeeded"
        case .failed(_, _, .injected(let fault)): fault["word"] ?? "failed"
        case .failed: "failed"
        case .cancelled: "canceled"
        }
    }

    /// The clip's address: a string as the models' pages say, or another JSON value.
    private var output: JSONValue {
        guard case .succeeded(_, _, let clip) = snapshot.progress else { return nil }
        let url = JSONValue.string(link(clip))
        return switch spelling?["output"] {
        case "array": [url]
        case "object": ["video": url]
        default: url
        }
    }

    private var error: String? {
        guard case .failed(_, _, let failure) = snapshot.progress else { return nil }
        return switch failure {
        case .generation(let message): message
        case .injected(let fault) where fault.name == .moderation:
            "The input or output was flagged as sensitive. Please try again with different inputs. "
                + "(E005)"
        case .injected: "The model could not make the clip."
        }
    }
}
