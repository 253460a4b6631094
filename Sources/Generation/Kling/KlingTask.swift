import DailiesJSON
import DailiesPlanning

/// Reads Kling's task, as either of its protocols has it.
///
/// | | path-per-model protocol | v1 |
/// |---|---|---|
/// | id | `id` | `task_id` |
/// | our id | `external_id` | `task_info.external_task_id` |
/// | state | `status` | `task_status` |
/// | reason | `message` | `task_status_msg` |
/// | video | `outputs[]` of type `video` | `task_result.videos[]` |
/// | cost | `billing[]` | `final_unit_deduction` |
///
/// Every spelling is accepted from both, also `succeed` and `succeeded`.
///
/// Sources: Kling, *Text to video* of Kling 3.0 and of v1, *Query task*.
struct KlingTask {
    let redactor: SecretRedactor

    static func id(_ json: JSONValue) -> String? {
        text(json["id"]).flatMap { $0.isEmpty ? nil : $0 }
            ?? text(json["task_id"]).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Our own id of the task; `nil` if the answer has none.
    static func reference(_ json: JSONValue) -> String? {
        [
            json["external_id"], json["external_task_id"], json["task_info"]?["external_task_id"],
        ].lazy.compactMap { text($0) }.first { !$0.isEmpty }
    }

    /// The tasks in the `data` of an answer: one, a list, or a list with a cursor.
    static func list(_ data: JSONValue?) -> [JSONValue]? {
        guard let data else { return nil }
        if let list = data.elements { return list }
        if let list = ["result", "tasks", "list"].lazy.compactMap({ data[$0]?.elements }).first {
            return list
        }
        return data.members == nil ? nil : [data]
    }

    func report(_ json: JSONValue, run: RemoteRun) -> RunReport {
        RunReport(
            run: run, state: state(of: json), cost: Self.cost(of: json),
            raw: redactor.redacted(json))
    }

    private func state(of json: JSONValue) -> RemoteState {
        switch (json["status"] ?? json["task_status"])?.text ?? "" {
        case "submitted": .queued
        case "processing": .running
        case "succeeded", "succeed":
            Self.file(of: json).map(RemoteState.succeeded) ?? .videoMissing
        case "failed": .failed(failure(of: json))
        case let word: .unrecognized(word)
        }
    }

    private static func file(of json: JSONValue) -> GeneratedFile? {
        let videos =
            (json["outputs"]?.elements ?? []).filter { $0["type"] == nil || $0["type"] == "video" }
            + (json["task_result"]?["videos"]?.elements ?? [])
        for video in videos {
            guard let url = video["url"]?.text, url.hasPrefix("http") else { continue }
            return GeneratedFile(url: url, delivery: Delivery(file: video))
        }
        return ["outputs", "task_result"].lazy
            .compactMap { VideoFinder.file(in: withoutWatermarks(json[$0]), at: $0) }.first
    }

    /// The results without the addresses of their copies with a watermark.
    private static func withoutWatermarks(_ json: JSONValue?) -> JSONValue? {
        switch json {
        case .array(let list)?: .array(list.map { withoutWatermarks($0) ?? .null })
        case .object(let members)?:
            .object(
                members.filter { $0.key != "watermark_url" }
                    .mapValues { withoutWatermarks($0) ?? .null })
        default: json
        }
    }

    private func failure(of json: JSONValue) -> RunFailure {
        let message = (json["message"] ?? json["task_status_msg"])?.text ?? ""
        // A failed task has no code; "risk control" is Kling's word for its content filter.
        let isModerated = message.lowercased().contains("risk control")
        return RunFailure(
            isModerated ? .moderated : .ordinary,
            redactor.redacted(message.isEmpty ? "the provider gives no reason" : message))
    }

    /// The cost in US dollars; `nil` if it is counted in units of a resource pack, whose price
    /// depends on the pack.
    private static func cost(of json: JSONValue) -> Money? {
        let entries = json["billing"]?.elements ?? []
        guard !entries.isEmpty else { return nil }
        var sum = Money.zero
        for entry in entries {
            guard entry["charge_type"] == "cash", entry["currency"] == "USD",
                let amount = Money(reported: entry["amount"])
            else { return nil }
            sum = sum + amount
        }
        return sum
    }

    /// A text; an id may also be a number.
    private static func text(_ json: JSONValue?) -> String? {
        json?.text ?? json?.integer.map(String.init)
    }
}
