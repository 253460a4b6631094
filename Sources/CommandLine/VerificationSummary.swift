import DailiesVerification

/// What a round of `verify` came to: the exit code, and a report that build servers read.
struct VerificationSummary {
    private var verdicts: [Verdict: Int] = [:]
    private var cases: [String] = []
    /// The results in the EBU's shape, where they are wanted.
    private(set) var reports: [EBUReport] = []
    private let keepsCases: Bool
    private let keepsReports: Bool

    /// Keeps of each file only what is asked for, so that memory stays flat however many there are.
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
        let name = "name=\"\(escaped(verification.file))\" classname=\"dailies.verify\""
        switch verification.verdict {
        case .pass, .warn: cases.append("  <testcase \(name)/>")
        case .fail: cases.append(element("failure", name, reasons))
        case .unknown: cases.append(element("error", name, reasons))
        }
    }

    var exitCode: ExitCode {
        if verdicts[.fail] != nil { return .failed }
        return verdicts[.unknown] == nil ? .success : .unknownFiles
    }

    /// The results in the XML that JUnit made common: one test case a file.
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

    private func element(_ kind: String, _ name: String, _ reasons: String) -> String {
        """
          <testcase \(name)>
            <\(kind) message="\(escaped(reasons))"/>
          </testcase>
        """
    }

    /// Text as an XML attribute; characters that XML can't hold become "?".
    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "&#10;"
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
