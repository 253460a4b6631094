import DailiesPolicy
import DailiesTestSupport
import DailiesVerification
import Testing

/// Nested policies and the verdicts that result from their outcomes.
@Suite struct NestingTests {
    private let path: String
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        path = try folder.forge()
    }

    private static let met = PolicyXML.rule("Width", "=", "320")
    private static let unmet = PolicyXML.rule("Height", "=", "1080")
    private static let unknown = PolicyXML.rule("ScanType", "=", "Progressive")
    private static let warned = PolicyXML.rule("Height", "=", "1080", more: "level=\"warn\"")
    private static let noted = PolicyXML.rule("Height", "=", "1080", more: "level=\"info\"")

    private func verify(_ root: String) throws -> Verification {
        let policy = try PolicyXML.document(root)
        return MediaFile(path: path).verify(against: Expectation(), rules: [policy.checks])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let type: String
        let members: [String]
        let verdict: Verdict
        let testDescription: String

        init(_ type: String, _ words: String, _ verdict: Verdict) {
            let known = [
                "met": met, "unmet": unmet, "unknown": unknown, "warned": warned, "noted": noted,
            ]
            self.type = type
            self.verdict = verdict
            members = words.split(separator: " ").compactMap { known[String($0)] }
            testDescription = "\(type): \(words)"
        }
    }

    static let cases = [
        Case("and", "met met", .pass), Case("and", "met unmet", .fail),
        Case("and", "met unknown", .unknown), Case("and", "unmet unknown", .fail),
        Case("and", "met warned", .warn), Case("and", "met noted", .pass),
        Case("and", "warned unmet", .fail), Case("and", "warned unknown", .unknown),
        Case("or", "met met", .pass), Case("or", "unmet met", .pass),
        Case("or", "unmet unmet", .fail), Case("or", "met unknown", .pass),
        Case("or", "unmet unknown", .unknown), Case("or", "unknown unknown", .unknown),
        Case("or", "warned unmet", .warn), Case("or", "warned met", .pass),
        Case("or", "noted unmet", .pass),
    ]

    @Test(arguments: cases)
    func outcomesAreCombined(_ row: Case) throws {
        let verification = try verify(PolicyXML.policy(row.type, row.members))
        #expect(verification.verdict == row.verdict, "\(verification.checks.map(\.message))")
    }

    /// Each case nested in another policy: a policy with a single member has the member's outcome.
    @Test(arguments: cases, ["and", "or"])
    func aPolicyWithOneMemberHasItsOutcome(_ row: Case, outer: String) throws {
        let inner = PolicyXML.policy(row.type, row.members)
        #expect(try verify(PolicyXML.policy(outer, [inner])).verdict == row.verdict)
    }

    @Test func anUnmetAlternativeIsNotAFinding() throws {
        let nested = PolicyXML.policy("and", [Self.met, Self.unmet])
        let verification = try verify(PolicyXML.policy("or", [nested, Self.met]))
        #expect(verification.verdict == .pass)
        #expect(verification.findings.isEmpty)
        let ours = verification.checks.filter { $0.code.rawValue.hasPrefix("policy.") }
        #expect(ours.map(\.result) == [.pass, nil, .pass, nil, .pass])
        #expect(ours[3].message.contains("Video Height is 180"))
    }

    @Test func allAlternativesAreFindingsIfNoneIsMet() throws {
        let nested = PolicyXML.policy("and", [Self.met, Self.unmet])
        let verification = try verify(PolicyXML.policy("or", [nested, Self.unmet]))
        #expect(
            verification.findings.map(\.code.rawValue) == [
                "policy.outcome", "policy.outcome", "policy.video.height", "policy.video.height",
            ])
        #expect(verification.action == .reroll)
    }

    @Test func anUndecidedAlternativeDoesNotMatterIfAnotherIsMet() throws {
        let nested = PolicyXML.policy("and", [Self.met, Self.unknown])
        #expect(try verify(PolicyXML.policy("or", [nested, Self.met])).verdict == .pass)
        #expect(try verify(PolicyXML.policy("or", [nested, Self.unmet])).verdict == .unknown)
        #expect(try verify(PolicyXML.policy("and", [nested, Self.unmet])).verdict == .fail)
    }

    @Test func aPolicysLevelAppliesToItsRules() throws {
        let nested = PolicyXML.policy("and", [Self.unmet], more: "level=\"warn\"")
        let verification = try verify(PolicyXML.policy("and", [nested, Self.met]))
        #expect(verification.verdict == .warn)
        #expect(verification.findings.allSatisfy { $0.result == .warn })
    }

    @Test func anUndecidedFileIsHeldForAPerson() throws {
        let verification = try verify(PolicyXML.policy("and", [Self.unknown]))
        #expect(verification.verdict == .unknown)
        #expect(verification.action == .hold)
    }

    @Test func aBatchEvaluatesThePolicyForEachFile() throws {
        let other = try folder.forge("small.mp4") { $0.width = 160 }
        let policy = try PolicyXML.document(PolicyXML.policy("and", [Self.met]))
        let batch = VerificationBatch(expectation: Expectation(), rules: [policy.checks])
        batch.verify([path, other]) { verification in
            #expect(verification.verdict == (verification.file == path ? .pass : .fail))
            return true
        }
    }
}
