import DailiesJSON
import DailiesPlanning
import Foundation

/// Reads eachlabs' prediction, whose pages differ in places: every documented spelling counts.
struct EachlabsPrediction {
    let scrubber: Scrubber

    /// The id under each of its names.
    static func id(_ json: JSONValue) -> String? {
        ["predictionID", "prediction_id", "id", "exec_id", "execution_id"].lazy
            .compactMap { json[$0]?.text }.first { !$0.isEmpty }
    }

    /// The executions of a list, under whichever name the envelope has.
    static func list(_ json: JSONValue) -> [JSONValue]? {
        json.elements
            ?? ["executions", "items", "data", "results"].lazy
            .compactMap { json[$0]?.elements }.first
    }

    func report(_ json: JSONValue, run: RemoteRun) -> RunReport {
        RunReport(
            run: run, state: state(of: json), cost: Money(reported: json["metrics"]?["cost"]),
            raw: scrubber.json(json))
    }

    private func state(of json: JSONValue) -> RemoteState {
        switch json["status"]?.text ?? "" {
        case "created", "starting", "queued": .queued
        case "processing", "running": .running
        case "success", "succeeded":
            // A failure of the model was seen inside a success.
            json["output"]?["success"]?.bool == false
                ? .failed(failure(json))
                : success(json)
        case "error", "failed": .failed(failure(json))
        case "cancelled", "canceled": .failed(RunFailure(.ordinary, "the run was cancelled"))
        case let word: .unheardOf(word)
        }
    }

    private func success(_ json: JSONValue) -> RemoteState {
        let found =
            Self.file(in: json["output"]) ?? VideoFinder.file(in: json["output"], at: "output")
        guard var file = found else { return .unreadable }
        file.delivery.inferenceSeconds = json["metrics"]?["predict_time"]?.number
        return .succeeded(file)
    }

    /// The reason stands in an envelope in the output's place, or in one of four fields.
    private func failure(_ json: JSONValue) -> RunFailure {
        let output = json["output"]
        let envelope = output?.elements?.first ?? output
        let words = [
            envelope?["error_message"], envelope?["error"], json["message"], json["error"],
            json["logs"], output,
        ]
        let first = words.lazy.compactMap { $0?.text }.first { !$0.isEmpty }
        // The model's page gives the reason in two fields; either may say more than the other.
        let details = json["details"].map { $0.text ?? $0.line }
        let parts = [first, details == first ? nil : details].compactMap(\.self)
        let reason = parts.isEmpty ? nil : parts.joined(separator: "; ")
        let codes = [
            envelope?["error_code"], envelope?["provider_error_code"],
            envelope?["classification"]?["category"], json["error_classification"],
        ].compactMap { value in value?.text ?? value?.integer.map(String.init) }
        let code = codes.isEmpty ? "" : " (\(codes.joined(separator: ", ")))"
        // "retryable: true" says that the same request could pass, and not that this one was free: a
        // fault, which is forgiven at no cost, it is only where a provider promises that.
        let isModerated = codes.contains { ModerationWords.appear(in: $0) }
        return RunFailure(
            isModerated ? .moderated : .ordinary,
            scrubber.text((reason ?? "the provider gives no reason") + code))
    }

    /// The video's address, in an output that is a text, a list or an object.
    static func file(in output: JSONValue?) -> GeneratedFile? {
        switch output {
        case .string(let url)?:
            return url.hasPrefix("http") ? GeneratedFile(url: url, bytes: nil) : nil
        case .array(let list)?:
            return list.lazy.compactMap(file).first
        case .object(let members)?:
            if let url = output?["url"]?.text, url.hasPrefix("http") {
                return GeneratedFile(url: url, delivery: Delivery(file: output, output: output))
            }
            return ["video", "videos", "output", "outputs", "video_url"].lazy
                .compactMap { file(in: members[$0]) }.first
        default: return nil
        }
    }

    /// Whether an execution was made from what a lost submit asked for in words, after it was sent;
    /// the addresses of its pictures aren't known any more.
    static func isOf(_ json: JSONValue, _ lost: LostSubmit) -> Bool {
        let model = (json["model"] ?? json["model_slug"])?.text
        guard model == nil || model == lost.endpoint, let input = json["input"],
            holds(input, KlingWire.withoutMedia(lost.input))
        else { return false }
        guard let created = json["created_at"]?.text.flatMap(date) else { return false }
        // Clocks differ a little; an earlier run of the same shot is not meant.
        return created.timeIntervalSince(lost.submittedAt) > -60
    }

    /// Whether an echo says all that was sent; it may name defaults besides.
    private static func holds(_ echo: JSONValue, _ sent: JSONValue) -> Bool {
        switch (echo, sent) {
        case (.object(let echoed), .object(let members)):
            members.allSatisfy { name, value in holds(echoed[name] ?? .null, value) }
        case (.array(let echoed), .array(let list)):
            echoed.count == list.count && zip(echoed, list).allSatisfy { holds($0, $1) }
        default: echo == sent
        }
    }

    private static func date(_ text: String) -> Date? {
        (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
}
