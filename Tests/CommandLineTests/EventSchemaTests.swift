import DailiesJSON
import DailiesPlanning
import DailiesProduction
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesCommandLine

/// The schema of the events of `--json`, held against what is written.
struct EventSchemaTests {
    private let schema: JSONValue

    init() throws {
        let file = Checkout.path("presets/schema/events.schema.json")
        schema = try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: file)))
    }

    /// Whether an event is valid, and has no member that the schema doesn't describe.
    private func check(_ event: JSONValue) {
        #expect(JSONSchemaCheck(schema: schema).problems(event).isEmpty, "\(event.line)")
        let check = (schema["oneOf"]?.elements ?? []).first { rule in
            var alone = schema.members ?? [:]
            alone["oneOf"] = .array([rule])
            return JSONSchemaCheck(schema: .object(alone)).problems(event).isEmpty
        }
        let described = check?["properties"]?.members?.keys.sorted()
        #expect(event.members?.keys.sorted() == described, "\(event.line)")
    }

    private static func verified(_ result: Check.Result) -> RunPhase {
        let verification = Verification(
            file: "a.mp4", checks: [Check(.videoDuration, result, "It was compared.")],
            measurement: nil, actions: .standard)
        return .verified(verification, isAccepted: result != .fail)
    }

    /// One of each kind.
    static let events: [SessionEvent] =
        [
            .began(
                title: "a", runs: ["010", "020a"],
                quote: Quote(
                    expected: Money(microdollars: 840_000), worst: Money(microdollars: 1)),
                folder: "a"),
            .underway(run: "010", take: "010-t1", provider: "fal", id: "x", quote: .zero),
            .ended(run: "010", take: "010-t1", id: nil, state: "failed", cost: nil),
            .ended(
                run: "010", take: "010-t1", id: "x", state: "succeeded",
                cost: Money(microdollars: 123_456)),
            .note("a"), .ending("b"), .detail("c"), .assembling(file: "a.mp4", clips: 2),
            .assembled(file: "a.mp4", duration: .zero),
        ]
        + [
            .reused, .submitting, .queued, .running, .downloading(bytes: 1), .verifying,
            verified(.pass), verified(.warn), verified(.fail), .failed("x"), .open("y"),
        ].map { .run("010", $0) }

    @Test(arguments: events) func anEventIsAsDescribed(_ event: SessionEvent) throws {
        check(JSONEventWriter.stamped(try #require(JSONEventWriter.json(event))))
    }

    @Test func whatOnlyDisplaysNeedIsNotWritten() {
        #expect(JSONEventWriter.json(.reserved(take: "010-t1", amount: .zero)) == nil)
    }

    @Test func theLastEventOfAFailureIsAsDescribed() {
        for code in [ExitCode.usage, .locked, .ourFault, .interrupted] {
            check(SessionSummary.event(for: Failure(text: "x", code: code)))
        }
    }

    /// A whole rehearsal: no other event is written, and the last one is the result.
    @Test func everyLineOfARehearsalIsAsDescribed() throws {
        let folder = try TemporaryFolder()
        let list = """
            {"title": "short", "model": "kling-v3-standard",
             "shots": [{"prompt": "x", "duration": 3, "aspect_ratio": "1:1"}]}
            """
        try folder.write(Data(list.utf8), as: "short.json")
        let result = try DailiesProcess(
            ["rehearse", "short.json", "--json", "--latency", "0", "--verbose"], in: folder.path
        ).finish()
        #expect(result.status == 0, "\(result.talk)")
        let events = try result.output.split(separator: "\n").map {
            try JSONValue(parsing: Data($0.utf8))
        }
        events.forEach(check)
        #expect(events.first?["event"] == "began")
        #expect(events.last?["event"] == "finished")
        #expect(events.last?["schema"] == .string(JSONEventWriter.schema))
        let kinds = Set(events.compactMap { $0["event"]?.text })
        #expect(kinds.isSuperset(of: ["run", "underway", "ended"]))
    }

    @Test func aSchemaWithAnotherKeywordDoesNotPass() {
        let schema: JSONValue = ["type": "string", "maxLength": 3]
        #expect(
            JSONSchemaCheck(schema: schema).problems("abc")
                == [": this check doesn't know the keyword maxLength"])
    }

    @Test func whatIsntAnEventIsRefused() {
        let wrong: [JSONValue] = [
            ["event": "note", "time": "2026-01-01T00:00:00.000Z"],
            ["event": "note", "time": "today", "message": "x"],
            ["event": "other", "time": "2026-01-01T00:00:00.000Z", "message": "x"],
            [
                "event": "run", "time": "2026-01-01T00:00:00.000Z", "run": "010",
                "phase": "verified",
            ],
        ]
        for event in wrong {
            #expect(!JSONSchemaCheck(schema: schema).problems(event).isEmpty, "\(event.line)")
        }
    }
}
