import DailiesMediaTime
import DailiesPolicy
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Single rules, evaluated for a clip of 320x180, 24 frames a second, 25 frames, AAC at 48 kHz.
@Suite struct RuleTests {
    private let measured: MediaMeasurement
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        measured = try MediaFile(path: folder.forge()).measure()
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let field: String
        let condition: String
        let operand: String
        let result: Check.Result?
        var track = "Video"

        init(
            _ field: String, _ condition: String, _ operand: String = "", _ result: Check.Result?,
            track: String = "Video"
        ) {
            (self.field, self.condition, self.operand) = (field, condition, operand)
            (self.result, self.track) = (result, track)
        }

        var testDescription: String { "\(track) \(field) \(condition) \(operand)" }
    }

    static let operators = [
        Row("Width", "=", "320", .pass), Row("Width", "=", "1920", .fail),
        Row("Width", "=", "320.0", .pass), Row("Width", "=", " 320\n", .pass),
        Row("Width", "!=", "1920", .pass), Row("Width", "!=", "320", .fail),
        Row("Width", "<", "321", .pass), Row("Width", "<", "320", .fail),
        Row("Width", "<=", "320", .pass), Row("Width", "<=", "319.5", .fail),
        Row("Width", ">", "40", .pass), Row("Width", ">", "320", .fail),
        Row("Width", ">=", "320", .pass), Row("Width", ">=", "321", .fail),
        Row("Width", "exists", "", .pass), Row("Width", "must not exist", "", .fail),
        Row("Format", "=", "AVC", .pass), Row("Format", "=", "avc", .fail),
        Row("Format", "!=", "HEVC", .pass), Row("Format", "!=", "AVC", .fail),
        Row("Format", "starts with", "AV", .pass), Row("Format", "starts with", "VC", .fail),
        Row("Format", "must not start with", "HE", .pass),
        Row("Format", "must not start with", "A", .fail),
        // Text has no order.
        Row("Format", "<", "HEVC", .fail), Row("Format", ">=", "AVC", .fail),
        Row("Width", "<", "nan", .fail), Row("Width", ">", "0x10", .fail),
        Row("Width", "<", "1e9", .fail),
    ]

    static let fields = [
        Row("Format", "=", "MPEG-4", .pass, track: "General"),
        Row("Duration", "=", "1.042", .pass, track: "General"),
        Row("Duration", "=", "1.045", .fail, track: "General"),
        Row("FileSize", ">", "1000", .pass, track: "General"),
        Row("IsStreamable", "=", "No", .pass, track: "General"),
        Row("extra/IsTruncated", "must not exist", "", .pass, track: "General"),
        Row("extra/IsTruncated", "exists", "", .fail, track: "General"),
        Row("VideoCount", "=", "1", .pass, track: "General"),
        Row("AudioCount", "must not exist", "", .fail, track: "General"),
        Row("Format_Profile", "=", "Main", .pass), Row("Height", "=", "180", .pass),
        Row("PixelAspectRatio", "=", "1", .pass), Row("DisplayAspectRatio", "=", "1.778", .pass),
        Row("Rotation", "=", "0", .pass), Row("FrameRate", "=", "24.000", .pass),
        Row("FrameCount", "=", "25", .pass), Row("Duration", ">=", "1", .pass),
        Row("ChromaSubsampling", "=", "4:2:0", .pass), Row("BitDepth", "=", "8", .pass),
        Row("Format", "=", "AAC", .pass, track: "Audio"),
        Row("Channels", "=", "2", .pass, track: "Audio"),
        Row("Channel_s_", "=", "2", .pass, track: "Audio"),
        Row("SamplingRate", "=", "48000", .pass, track: "Audio"),
        Row("Duration", ">", "5", .fail, track: "Audio"),
    ]

    static let notMeasured = [
        Row("IsTruncated", "must not exist", "", nil, track: "General"),
        Row("ScanType", "=", "Progressive", nil), Row("Width", "=", "compare", nil),
        Row("Format", "must not exist", "", nil, track: "Text"),
        Row("no such field", "must not exist", "", nil),
    ]

    @Test(arguments: operators + fields + notMeasured)
    func rulesGiveTheExpectedResult(_ row: Row) throws {
        let rule = PolicyXML.rule(row.field, row.condition, row.operand, track: row.track)
        let checks = try PolicyXML.document(PolicyXML.policy("and", [rule])).checks(measured)
        try #require(checks.count == 2)
        #expect(checks[1].result == row.result, "\(checks[1].message)")
        #expect(checks[1].execution == (row.result == nil ? .skipped : .done))
        #expect(checks[0].result == row.result)
        #expect(checks[0].execution == (row.result == nil ? .errored : .done))
    }

    @Test func checksStateExpectedAndMeasuredValues() throws {
        let rule = PolicyXML.rule("DisplayAspectRatio", ">=", "2")
        let checks = try PolicyXML.document(PolicyXML.policy("and", [rule])).checks(measured)
        let check = try #require(checks.last)
        #expect(check.code.rawValue == "policy.video.displayAspectRatio")
        #expect(check.expected == "at least 2")
        #expect(check.measured == "1.778")
        #expect(
            check.message
                == "Video DisplayAspectRatio is 1.778, but the rule \"a rule\" requires at least 2."
        )
    }

    @Test(
        arguments: [
            ("Video", "Format_Profile", "policy.video.formatProfile"),
            ("General", "extra/IsTruncated", "policy.general.extraIsTruncated"),
            ("Video", "ID", "policy.video.id"), ("Audio", "Channel_s_", "policy.audio.channelS"),
            ("Video", "CodecID", "policy.video.codecID"),
        ])
    func codesAreStable(track: String, field: String, code: String) {
        #expect(CheckCode.policy(track: track, field: field).rawValue == code)
    }

    @Test func durationsWithinAMillisecondAreEqual() throws {
        let rules = [
            PolicyXML.rule("Duration", "=", "1.043", track: "General"),
            PolicyXML.rule("Duration", "<=", "1.041", track: "General"),
            PolicyXML.rule("Duration", ">=", "1.043", track: "General"),
        ]
        let checks = try PolicyXML.document(PolicyXML.policy("and", rules)).checks(measured)
        #expect(checks.map(\.result) == [.pass, .pass, .pass, .pass])
        #expect(checks[1].tolerance != nil)
        let strict = PolicyXML.rule("Duration", "<", "1.043", track: "General")
        let other = try PolicyXML.document(PolicyXML.policy("and", [strict])).checks(measured)
        #expect(other.map(\.result) == [.fail, .fail])
    }

    @Test func rulesAboutFurtherOccurrencesAreSkipped() throws {
        let document = """
            <policy><rule value="Width" tracktype="Video" occurrence="1" operator="=">320</rule>
            <rule value="Width" tracktype="Video" occurrence="2" operator="=">320</rule></policy>
            """
        let checks = try PolicyXML.document(document).checks(measured)
        #expect(checks.map(\.execution) == [.errored, .done, .skipped])
        #expect(checks[1].result == .pass)
    }

    @Test func rulesAboutTheTraceAreSkipped() throws {
        let document = "<policy><rule scope=\"mt\" value=\"m:moov\" operator=\"exists\"/></policy>"
        let checks = try PolicyXML.document(document).checks(measured)
        #expect(checks.map(\.code) == [.policyOutcome, .policyTrace])
        #expect(checks.map(\.execution) == [.errored, .skipped])
    }

    @Test func aMissingTrackHasNoFields() throws {
        let silent = try MediaFile(path: folder.forge("silent.mp4") { $0.sound = nil }).measure()
        let rules = [
            PolicyXML.rule("Format", "must not exist", track: "Audio"),
            PolicyXML.rule("Format", "must not start with", "AAC", track: "Audio"),
            PolicyXML.rule("Format", "!=", "AAC", track: "Audio"),
            PolicyXML.rule("Channels", "exists", track: "Audio"),
        ]
        let checks = try PolicyXML.document(PolicyXML.policy("and", rules)).checks(silent)
        #expect(checks.map(\.result) == [.fail, .pass, .pass, .fail, .fail])
    }

    @Test func aDescriptorHasNoFileExtension() throws {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: folder.file("clip.mp4")))
        let rule = PolicyXML.rule("FileExtension", "=", "mp4", track: "General")
        let policy = try PolicyXML.document(PolicyXML.policy("and", [rule]))
        let unnamed = try MediaFile(descriptor: file.fileDescriptor).measure()
        #expect(policy.checks(measured).map(\.result) == [.pass, .pass])
        #expect(policy.checks(unnamed).map(\.execution) == [.errored, .skipped])
    }

    @Test func theBaselineProfileIsUnknown() throws {
        let path = try folder.forge("baseline.mp4") { $0.x264["bf"] = "0" }
        let rule = PolicyXML.rule("Format_Profile", "=", "Baseline")
        let checks = try PolicyXML.document(PolicyXML.policy("and", [rule]))
            .checks(MediaFile(path: path).measure())
        #expect(checks.map(\.execution) == [.errored, .skipped])
    }

    @Test func truncatedFilesAreRecognised() throws {
        let path = try folder.forge("whole.mp4") { $0.isFaststart = true }
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let cut = try folder.write(whole.dropLast(1000), as: "cut.mp4")
        let rules = [
            PolicyXML.rule("extra/IsTruncated", "must not exist", track: "General"),
            PolicyXML.rule("IsStreamable", "=", "Yes", track: "General"),
        ]
        let policy = try PolicyXML.document(PolicyXML.policy("and", rules))
        #expect(
            try policy.checks(MediaFile(path: cut).measure()).map(\.result) == [
                .fail, .fail, .pass,
            ])
        #expect(
            try policy.checks(MediaFile(path: path).measure()).map(\.result) == [
                .pass, .pass, .pass,
            ])
    }
}
