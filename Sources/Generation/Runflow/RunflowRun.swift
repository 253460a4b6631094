import DailiesJSON
import DailiesPlanning

/// Reads Runflow's run object, whose pages differ in places: every documented spelling counts.
struct RunflowRun {
    let scrubber: Scrubber

    func report(_ json: JSONValue) -> RunReport? {
        guard let id = (json["id"] ?? json["run_id"])?.text, !id.isEmpty else { return nil }
        return RunReport(
            remoteID: id, state: state(of: json), cost: Self.cost(of: json),
            raw: scrubber.json(json))
    }

    /// The runs of a list, under whichever name the envelope has.
    static func list(_ json: JSONValue) -> [JSONValue]? {
        json.elements
            ?? ["items", "data", "runs", "results"].lazy.compactMap { json[$0]?.elements }.first
    }

    private func state(of json: JSONValue) -> RemoteState {
        switch (json["status_code"] ?? json["status"])?.text ?? "" {
        case "queued": .queued
        case "dispatching", "running": .running
        case "succeeded":
            Self.file(in: json["output"]).map(RemoteState.succeeded)
                ?? .failed(reason: "the run succeeded, but its output names no video")
        case "failed", "errored": .failed(reason: scrubber.text(Self.failureReason(json)))
        case "cancelled", "canceled": .failed(reason: "the run was cancelled")
        case let word: .unheardOf(word)
        }
    }

    private static func failureReason(_ json: JSONValue) -> String {
        let code = json["failure_code"]?.text
        let stage = (json["failure_stage_code"] ?? json["failure_stage"])?.text
        let message = json["failure_message"]?.text
        let parts = [message, code.map { "(\($0))" }, stage.map { "at \($0)" }].compactMap(\.self)
        return parts.isEmpty ? "the provider gives no reason" : parts.joined(separator: " ")
    }

    private static func cost(of json: JSONValue) -> Money? {
        let cost =
            json["cost"]?.text.flatMap { Money(decimal: $0) }
            ?? json["cost"]?.number.flatMap { Money(dollars: $0) }
        // A cost below nothing is none that was reported: the reserve stays.
        return cost.flatMap { $0 >= .zero ? $0 : nil }
    }

    /// `outputs[]` with type video first, then the other shapes that Runflow's samples accept.
    private static func file(in output: JSONValue?) -> GeneratedFile? {
        guard let output else { return nil }
        let outputs = output["outputs"]?.elements ?? []
        let video =
            outputs.first { $0["type"]?.text == "video" && $0["url"]?.text != nil }
            ?? outputs.first { $0["url"]?.text != nil && $0["type"]?.text == nil }
        for candidate in [video, output["video"], output].compactMap(\.self) {
            guard let url = (candidate["url"] ?? candidate["output_url"])?.text else { continue }
            let bytes = (candidate["file_size"] ?? candidate["size_bytes"])?.integer
            return GeneratedFile(url: url, bytes: bytes.map(Int64.init))
        }
        return nil
    }
}
