import DailiesJSON
import DailiesLanding
import DailiesVerification
import DailiesXML
import Foundation

/// The results of `verify`: the exit code, and reports for build servers and quality control.
struct VerificationSummary {
    private var verdicts: [Verdict: Int] = [:]
    /// The lines of the test cases.
    private var cases: [String] = []
    /// The results as the EBU's quality control reports, where they are kept.
    private(set) var reports: [EBUReport] = []
    private let keepsCases: Bool
    private let keepsReports: Bool

    /// Keeps nothing of a file that no report needs, so that memory doesn't grow with their number.
    ///
    /// - Parameters:
    ///   - keepsCases: whether the JUnit report is wanted.
    ///   - keepsReports: whether the EBU's reports are wanted.
    init(keepsCases: Bool = true, keepsReports: Bool = false) {
        self.keepsCases = keepsCases
        self.keepsReports = keepsReports
    }

    mutating func add(_ verification: Verification) {
        verdicts[verification.verdict, default: 0] += 1
        if keepsReports { reports.append(EBUReport(verification)) }
        guard keepsCases else { return }
        let reasons = verification.checks.filter { $0.result == .fail || $0.execution == .errored }
            .map { "\($0.code.rawValue): \($0.message)" }.joined(separator: "\n")
        let problem: String? =
            switch verification.verdict {
            case .pass, .warn: nil
            case .fail: "failure"
            case .unknown: "error"
            }
        let element = XMLElement(
            "testcase", [("name", verification.file), ("classname", "dailies.verify")],
            problem.map { [XMLElement($0, [("message", reasons)])] } ?? [])
        cases += element.lines(indent: 1)
    }

    var exitCode: ExitCode {
        if verdicts[.fail] != nil { return .failed }
        return verdicts[.unknown] == nil ? .success : .unknownFiles
    }

    /// The results in JUnit's XML: one test case for each file.
    var junit: String {
        let total = verdicts.values.reduce(0, +)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="dailies verify" tests="\(total)" \
            failures="\(verdicts[.fail] ?? 0)" errors="\(verdicts[.unknown] ?? 0)">
            \(cases.joined(separator: "\n"))
            </testsuite>

            """
    }

    /// Writes the reports that are wanted; blocks.
    ///
    /// - Parameters: the reports' files; `nil` for none.
    func writeReports(junit file: String?, ebu ebuFile: String?) throws(LandingError) {
        if let file { try Landing.write(Data(junit.utf8), as: file) }
        if let ebuFile {
            let reports = JSONValue.array(reports.map { JSONValue(encoding: $0) })
            try Landing.write(reports.fileBytes, as: ebuFile)
        }
    }
}
