import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Values survive a round trip through JSON, and other JSON is rejected.
@Suite struct JSONFormTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func again<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }

    private func sorted(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func aVerificationReadsBackAsItWasWritten() throws {
        let file = MediaFile(path: try folder.forge { $0.dropped = [7, 8] })
        let first = file.verify(
            against: Expectation(duration: MediaTime(seconds: 9)), level: .decode)
        let second = try again(first)
        #expect(try sorted(second) == sorted(first))
        #expect(second.verdict == .fail)
        #expect(second.checks.map(\.code) == first.checks.map(\.code))
    }

    @Test func aMeasurementReadsBackAsItWasWritten() throws {
        for change: (inout ClipForge) -> Void in [{ _ in }, { $0.sound = nil }] {
            let first = try MediaFile(path: try folder.forge("clip.mp4", change)).measure()
            let second = try again(first)
            #expect(try sorted(second) == sorted(first))
            #expect(second == first)
        }
    }

    @Test func anExpectationReadsBackAsItWasWritten() throws {
        let all = Expectation(
            duration: MediaTime(value: 121, timescale: 24),
            frameSize: FrameSize(width: 1920, height: 1080), aspectRatio: AspectRatio("16:9"),
            frameRate: FrameRate(24000, 1001), audio: .present, cuts: [MediaTime(seconds: 2)],
            isOneShot: true, startPicture: .file("a.png"),
            endPicture: .address("https://example.com/b.png"), previousPicture: .file("/c.png"))
        let read = try again(all)
        #expect(read == all)
        #expect(try again(Expectation()) == Expectation())
    }

    @Test func tolerancesReadBackAndRejectUnknownNames() throws {
        var tolerances = Tolerances()
        let isTaken = tolerances.set("frame-count-extra", to: 2)
        #expect(isTaken)
        #expect(try again(tolerances) == tolerances)
        #expect(try again(Tolerances()) == Tolerances())
        for text in [
            #"{"schema":"dailies.tolerances/2"}"#, #"{}"#,
            #"{"schema":"dailies.tolerances/1","frame-rat":1}"#,
            #"{"schema":"dailies.tolerances/1","frame-rate":-1}"#,
        ] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(Tolerances.self, from: Data(text.utf8))
            }
        }
    }

    @Test func aCallerCanReplaceTheActions() throws {
        let rules = try again(
            ActionRules([ActionRules.Rule(["video.*"], .hold), ActionRules.Rule(["*"], .reroll)]))
        let file = MediaFile(path: try folder.forge())
        let expectation = Expectation(frameSize: FrameSize(width: 1, height: 1), audio: .absent)
        #expect(file.verify(against: expectation).action == .reroll)
        #expect(file.verify(against: expectation, actions: rules).action == .hold)
        #expect(file.verify(against: expectation, actions: ActionRules([])).action == .hold)
    }

    @Test func damageIsFetchedAgainBeforeARetake() throws {
        let path = try folder.forge { $0.isFaststart = true }
        try folder.write(Data(contentsOf: URL(fileURLWithPath: path)).dropLast(900), as: "clip.mp4")
        let verification = MediaFile(path: path).verify(
            against: Expectation(duration: MediaTime(seconds: 9)))
        #expect(verification.findings.map(\.code) == [.completeness, .videoDuration])
        #expect(verification.action == .fetchAgain)
    }

    @Test func anEBUReportHasAnExecutionStatusForEachItem() throws {
        let file = MediaFile(path: try folder.forge { $0.sound?.level = 0 })
        let report = EBUReport(
            file.verify(against: Expectation(audio: .present), level: .decode))
        let silence = try #require(report.items.first { $0.id == "0078B" })
        #expect(silence.name == "Audio Silence")
        #expect(silence.layer == .baseband)
        #expect(silence.checkResult == false)
        #expect(silence.executionStatus == .complete)
        #expect(silence.segments.count == 1)
        #expect(report.result == false)
        let missing = EBUReport(MediaFile(path: "/no/such.mp4").verify(against: Expectation()))
        #expect(missing.result == nil)
        #expect(missing.items.map(\.executionStatus) == [.error])
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(report)) as? [String: Any])
        #expect(Set(object.keys) == ["schema", "file", "result", "items"])
    }

    @Test func everyCodeHasAnEBUItem() throws {
        let file = MediaFile(path: try folder.forge())
        let checks = file.verify(
            against: Expectation(
                duration: MediaTime(seconds: 1), frameSize: FrameSize(width: 320, height: 180),
                aspectRatio: AspectRatio("16:9"), frameRate: FrameRate(24)), level: .decode
        ).checks
        #expect(checks.filter { $0.code.ebuItem == nil } == [])
        // A code read from JSON has the item too.
        let again = checks.map { CheckCode(rawValue: $0.code.rawValue) }
        #expect(again.map(\.ebuItem) == checks.map(\.code.ebuItem))
    }
}
