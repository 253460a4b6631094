import DailiesMediaTime
import DailiesPlanning
import DailiesShotList
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesReporting

/// The page is valid HTML; html5lib, which follows the standard's parser, is the witness.
struct PageValidityTests {
    /// A report that has every section.
    private var report: DailiesReport {
        var report = Sample.report
        let length = MediaTime(value: 121, timescale: 24)
        var rejected = Sample.take
        (rejected.name, rejected.isCircled, rejected.verdict) = ("010-t2", false, .fail)
        rejected.earlierRequest = RunRequest(content: .prompt("A ship"), seconds: 5)
        report.shots[0].parts[0].takes.append(rejected)
        report.shots.append(Sample.missing("020", .failed, "it failed"))
        report.shots[1].parts[0].runs = [
            DailiesReport.RunEntry(
                take: "020-t1", provider: "fal", runID: "req-9", state: "failed",
                reason: "out of memory", cost: nil)
        ]
        report.film?.clips.append(
            DailiesReport.FilmEntry.ClipEntry(
                take: "020", isSlate: true, start: length, duration: length))
        report.film?.seams = [
            DailiesReport.FilmEntry.SeamEntry(time: length, before: -20, after: -21)
        ]
        report.film?.warnings = ["It flashes."]
        report.claims = [
            DailiesReport.ClaimEntry(
                take: "020-t1", provider: "fal", runID: "r-7", submittedAt: "2026-09-01T05:00:00Z",
                amount: Money(microdollars: 840_000), isCostKnown: true, reason: "it failed")
        ]
        report.leftovers = [
            DailiesReport.LeftoverEntry(
                take: "090-t1", provider: "fal", runID: nil, problem: nil, file: "takes/090-t1.mp4",
                cost: nil)
        ]
        report.sessions = [
            DailiesReport.SessionEntry(
                beganAt: "2026-09-01T05:00:00Z", endedAt: nil, outcome: "finished", runs: 3,
                takes: 1, settled: .zero, reserved: .zero)
        ]
        report.tasks = [
            DailiesReport.TaskEntry(
                title: "Look at 5 takes", advice: "Choose.",
                groups: [
                    DailiesReport.TaskEntry.Group(
                        reason: "black",
                        subjects: [
                            DailiesReport.TaskEntry.Subject(name: "020", shot: "020"),
                            DailiesReport.TaskEntry.Subject(name: "090", shot: nil),
                        ])
                ], commands: (1...5).map { "dailies circle film 020-t\($0)" })
        ]
        return report
    }

    private func complaints(about report: DailiesReport) throws -> String {
        let folder = try TemporaryFolder()
        let page = try folder.write(Data(report.html.utf8), as: "page.html")
        let script = """
            import html5lib, sys
            parser = html5lib.HTMLParser()
            parser.parse(open(sys.argv[1], encoding="utf-8").read())
            print(*parser.errors, sep="\\n", end="")
            """
        let python = try #require(ExternalProgram.pagePython)
        let outcome = try ExternalProgram.run(python, ["-c", script, page])
        return outcome.output + outcome.errorOutput
    }

    @Test(.enabled(if: ExternalProgram.pagePython != nil))
    func everySectionIsValid() throws {
        #expect(try complaints(about: report) == "")
        var without = report
        (without.film, without.partialFilm, without.filmProblem) = (nil, report.film, "why")
        without.session = .running
        without.refreshCommand = "dailies report film"
        #expect(try complaints(about: without) == "")
        without.shots = []
        without.tasks = []
        #expect(try complaints(about: without) == "")
    }

    /// Each name of an element is used once, and each link within the page leads to one.
    @Test func linksWithinThePageLeadSomewhere() {
        let page = report.html
        let names = page.matches(of: /\ id="([^"]*)"/).map { String($0.output.1) }
        #expect(names.count == Set(names).count)
        let targets = page.matches(of: /href="#([^"]*)"/).map { String($0.output.1) }
        #expect(targets.count > 3)
        for target in targets { #expect(names.contains(target), "\(target)") }
    }
}
