import DailiesJSON
import Foundation

/// A task of Kling, in the forms of both protocols.
///
/// Sources: Kling, *Query task* of Kling 3.0 and of v1.
struct KlingServerTask {
    let snapshot: RunSnapshot
    let injected: InjectedFaults
    let link: (Run.DeliveredClip) -> String

    private var run: Run { snapshot.run }

    /// Whether the task was created with the older protocol.
    var isV1: Bool { run.modelName.hasPrefix("v1/") }

    /// The client's own id of a task; `nil` if it has none.
    static func reference(of run: Run) -> String? {
        (run.body["options"]?["external_task_id"] ?? run.body["external_task_id"])?.text
    }

    private var reference: JSONValue { .string(Self.reference(of: run) ?? "") }

    /// The time at an age of the task, in milliseconds since 1970.
    private func time(_ age: Duration) -> JSONValue {
        .integer(Int(run.createdAt.timeIntervalSince1970 * 1000) + age.milliseconds)
    }

    private var updated: JSONValue {
        switch snapshot.progress {
        case .queued: time(.zero)
        case .running(let since): time(since)
        case .succeeded(_, let completed, _), .failed(_, let completed, _): time(completed)
        case .cancelled(let at): time(at)
        }
    }

    private func status(succeeded: String) -> JSONValue {
        if let unknown = injected[.unknownStatus] {
            return .string(unknown["word"] ?? "pondering")
        }
        if snapshot.progress.hasEnded, let word = injected[.spelling]?["status"] {
            return .string(word)
        }
        return switch snapshot.progress {
        case .queued: "submitted"
        case .running: "processing"
        case .succeeded: .string(succeeded)
        case .failed, .cancelled: "failed"
        }
    }

    private var message: JSONValue {
        guard case .failed(_, _, let failure) = snapshot.progress else { return "" }
        return switch failure {
        case .generation(let message): .string(message)
        case .injected(let fault) where fault.name == .moderation:
            "Failure to pass the risk control system"
        case .injected(let fault): .string(fault["type"] ?? "The model could not make the clip.")
        }
    }

    private var video: [String: JSONValue]? {
        guard case .succeeded(_, _, let clip) = snapshot.progress else { return nil }
        return [
            "id": .string(run.id), "url": .string(link(clip)),
            "watermark_url": "", "duration": .string(String(run.asked.seconds)),
        ]
    }

    /// The charge in units of a resource pack, of 14 cents each.
    private var units: String { String(Double(run.price) / 140) }

    /// The answer to the request that creates the task.
    var created: JSONValue {
        [
            "id": .string(run.id), "status": "submitted", "create_time": time(.zero),
            "update_time": time(.zero), "external_id": reference,
        ]
    }

    /// The task as `GET /tasks` returns it.
    var json: JSONValue {
        var outputs: [JSONValue] = []
        var billing: [JSONValue] = []
        if var video {
            video["type"] = "video"
            outputs = [.object(video)]
            billing = [
                ["charge_type": "unit", "amount": .string(units), "package_type": "video"]
            ]
        }
        return [
            "id": .string(run.id), "status": status(succeeded: "succeeded"), "message": message,
            "create_time": time(.zero), "update_time": updated, "external_id": reference,
            "outputs": .array(outputs), "billing": .array(billing),
        ]
    }

    /// The answer of v1 to the request that creates the task.
    var createdV1: JSONValue {
        [
            "task_id": .string(run.id), "task_status": "submitted",
            "task_info": ["external_task_id": reference],
            "created_at": time(.zero), "updated_at": time(.zero),
        ]
    }

    /// The task as v1 returns it.
    var v1: JSONValue {
        var members: [String: JSONValue] = [
            "task_id": .string(run.id), "task_status": status(succeeded: "succeed"),
            "task_status_msg": message, "task_info": ["external_task_id": reference],
            "watermark_info": ["enabled": false], "created_at": time(.zero), "updated_at": updated,
        ]
        if let video {
            members["task_result"] = ["videos": [.object(video)]]
            members["final_unit_deduction"] = .string(units)
        }
        return .object(members)
    }
}
