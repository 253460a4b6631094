import DailiesJSON

/// A request in fal's queue, as the queue describes it.
struct FalServerQueueStatus {
    let snapshot: RunSnapshot
    let injected: InjectedFaults
    let hasLogs: Bool

    private var run: Run { snapshot.run }

    /// The four addresses of a request; only the owner and the app are in them.
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

    /// The word for how far it is: a failure is a completion too.
    var statusWord: String {
        if let unknown = injected[.unknownStatus] { return unknown["word"] ?? "PONDERING" }
        return switch snapshot.progress {
        case .queued: "IN_QUEUE"
        case .running: "IN_PROGRESS"
        case .succeeded, .failed, .cancelled: "COMPLETED"
        }
    }

    /// 200 when there is nothing left to wait for.
    var httpStatus: Int { snapshot.progress.hasEnded ? 200 : 202 }

    /// The state as JSON.
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
