import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesVerification
import Foundation
import Synchronization

/// Writes a session's events to standard output, one JSON object a line, for programs.
///
/// presets/schema/events.schema.json describes the events.
final class JSONEventWriter: Sendable {
    private let console: Console
    /// The last phase written for each run.
    private let shown = Mutex<[String: String]>([:])

    static let schema = "dailies.events/1"

    init(console: Console) { self.console = console }

    func show(_ event: SessionEvent) {
        if case .run(let name, let phase) = event {
            let isNew = shown.withLock { shown in
                defer { shown[name] = phase.kind }
                return shown[name] != phase.kind
            }
            guard isNew else { return }
        }
        if let json = Self.json(event) { console.event(Self.stamped(json).line) }
    }

    /// An event with the time when it is written, as ISO 8601 in UTC.
    static func stamped(_ event: JSONValue) -> JSONValue {
        var members = event.members ?? [:]
        members["time"] = .string(
            Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        return .object(members)
    }

    /// An event without its time; `nil` for one that only displays need.
    static func json(_ event: SessionEvent) -> JSONValue? {
        switch event {
        case .began(let title, let runs, let quote, let folder):
            [
                "event": "began", "schema": .string(schema), "title": .string(title),
                "folder": .string(folder),
                "runs": .array(runs.map(JSONValue.string)), "quote": quote.json,
            ]
        case .run(let name, let phase): runJSON(name, phase)
        case .reserved: nil
        case .underway(let name, let take, let provider, let id, let quote):
            [
                "event": "underway", "run": .string(name), "take": .string(take),
                "provider": .string(provider), "id": .string(id),
                "setAside": .string(quote.decimal),
            ]
        case .ended(let name, let take, let id, let state, let cost):
            [
                "event": "ended", "run": .string(name), "take": .string(take),
                "id": .optional(id), "state": .string(state), "cost": .optional(cost?.decimal),
            ]
        case .note(let text): ["event": "note", "message": .string(text)]
        case .ending(let text): ["event": "ending", "message": .string(text)]
        case .detail(let text): ["event": "detail", "message": .string(text)]
        case .assembling(let file, let clips):
            ["event": "assembling", "file": .string(file), "clips": .integer(clips)]
        case .assembled(let file, let duration):
            ["event": "assembled", "file": .string(file), "duration": .number(duration.seconds)]
        }
    }

    private static func runJSON(_ name: String, _ phase: RunPhase) -> JSONValue {
        var members: [String: JSONValue] = ["event": "run", "run": .string(name)]
        switch phase {
        case .reused: members["phase"] = "reused"
        case .submitting: members["phase"] = "submitting"
        case .queued: members["phase"] = "queued"
        case .running: members["phase"] = "running"
        case .downloading: members["phase"] = "downloading"
        case .verifying: members["phase"] = "verifying"
        case .verified(let verification, _):
            members["phase"] = "verified"
            members["verdict"] = .string(verification.verdict.rawValue)
        case .failed(let reason):
            members["phase"] = "failed"
            members["reason"] = .string(reason)
        case .open(let reason):
            members["phase"] = "open"
            members["reason"] = .string(reason)
        }
        return .object(members)
    }
}
