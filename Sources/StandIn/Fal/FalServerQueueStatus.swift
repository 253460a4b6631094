import DailiesJSON

/// The status object of a request in fal's queue.
struct FalServerQueueStatus {
    let snapshot: RunSnapshot
    let injected: InjectedFaults
    let hasLogs: Bool

    private var run: Run { snapshot.run }

    /// The id and the three URLs of a request; the URLs contain the owner and the app of the model,
    /// but not the rest of its name.
    static func addresses(of run: Run, _ injected: InjectedFaults) -> [String: JSONValue] {
        let app = run.modelName.split(separator: "/").prefix(2).joined(separator: "/")
        var base = run.baseURL
        if let foreign = injected[.foreignURL] {
            base = "https://\(foreign["host"] ?? "elsewhere.invalid")"
        }
        let address = "\(base)/\(app)/requests/\(run.id)"
        return [
            "request_id": .string(run.id),
            "response_url": .string(address),
            "status_url": .string(address + "/status"),
            "cancel_url": .string(address + "/cancel"),
        ]
    }

    /// The status; a failed request is `COMPLETED` too.
    var statusWord: String {
        if let unknown = injected[.unknownStatus] { return unknown["word"] ?? "PONDERING" }
        return switch snapshot.progress {
        case .queued: "IN_QUEUE"
        case .running: "IN_PROGRESS"
        case .succeeded, .failed, .cancelled: "COMPLETED"
        }
    }

    /// 200 if the request has ended, else 202.
    var httpStatus: Int { snapshot.progress.hasEnded ? 200 : 202 }

    /// The status as JSON.
    var json: JSONValue {
        var members = Self.addresses(of: run, injected)
        members["status"] = .string(statusWord)
        members["logs"] = hasLogs ? .array(logs) : .null
        switch snapshot.progress {
        case .queued: members["queue_position"] = 0
        case .running: break
        case .succeeded(let started, let completed, _):
            members["metrics"] = ["inference_time": .number((completed - started).inSeconds)]
        case .failed(let started, let completed, let failure):
            members["metrics"] = ["inference_time": .number((completed - started).inSeconds)]
            let error = failure.falError
            members["error"] = .string("Unexpected status code: \(error.status)")
            members["error_type"] = .optional(error.errorType)
        case .cancelled:
            members["metrics"] = [:]
            members["error"] = "Request was cancelled"
            members["error_type"] = "client_cancelled"
        }
        return .object(members)
    }

    private var logs: [JSONValue] {
        var lines: [(Duration, String)] = []
        switch snapshot.progress {
        case .queued, .cancelled: break
        case .running(let started): lines = [(started, "Generating the clip")]
        case .succeeded(let started, let completed, _):
            lines = [(started, "Generating the clip"), (completed, "Done")]
        case .failed(let started, let completed, _):
            lines = [(started, "Generating the clip"), (completed, "Failed")]
        }
        return lines.map { age, message in
            [
                "message": .string(message), "level": "INFO", "source": "model",
                "timestamp": .string(run.timestamp(age)),
            ]
        }
    }
}
