import DailiesPlanning
import DailiesReporting
import DailiesShotList
import DailiesVerification
import Testing

@testable import DailiesProduction

/// Each cause leads to a task with its command.
struct ReportTasksTests {
    private func shot(
        _ id: String, _ obstacle: DailiesReport.Obstacle?, take: Verification? = nil
    ) -> DailiesReport.ShotEntry {
        var part = DailiesReport.PartEntry(
            name: id, model: "a model", provider: "fal",
            request: RunRequest(content: .prompt("A boat"), seconds: 5),
            quote: Quote(
                expected: Money(microdollars: 840_000), worst: Money(microdollars: 1_000_000)),
            isAccepted: obstacle == nil, problem: obstacle.map { "because of \($0)" }, takes: [])
        part.obstacle = obstacle
        if let take {
            part.takes = [
                DailiesReport.TakeEntry(
                    name: "\(id)-t1", provider: "fal", file: "takes/\(id)-t1.mp4", bytes: 1,
                    sha256: "00", verdict: take.verdict, verification: take, measurement: nil,
                    cost: nil, isCircled: false, still: nil)
            ]
        }
        return DailiesReport.ShotEntry(
            id: id, scene: nil, note: nil, summary: "A boat", duration: 5, parts: [part], file: nil)
    }

    private func tasks(
        _ shots: [DailiesReport.ShotEntry], _ state: DailiesReport.SessionState = .finished,
        _ change: (inout DailiesReport) -> Void = { _ in }
    ) -> [DailiesReport.TaskEntry] {
        var report = DailiesReport(
            title: "film", providers: ["fal"], isRehearsal: false, session: state,
            writtenAt: "", shots: shots, film: nil, filmProblem: "why",
            money: DailiesReport.MoneyEntry(
                quote: .zero, reserved: .zero, settled: Money(microdollars: 2_000_000)))
        change(&report)
        return ReportTasks(folder: "/films/a b", list: "/lists/night.json").tasks(of: report)
    }

    private static let run = "dailies run /lists/night.json --output '/films/a b'"

    @Test(
        arguments: [
            (.accountRefused, run), (.unknownSubmit, "dailies reconcile '/films/a b'"),
            (.flagged, run + " --accept-flagged"), (.notDelivered, "dailies fetch '/films/a b'"),
            (.underway, run), (.moderated, run), (.requestRefused, run),
            (.failed, run + " --max-takes 1 --only 010"), (.capReached, run + " --cap 3.00"),
            (.unavailable, run), (.leftOut, run), (.notSubmitted, run),
        ] as [(DailiesReport.Obstacle, String)])
    func aCauseHasItsCommand(_ obstacle: DailiesReport.Obstacle, _ command: String) {
        let tasks = tasks([shot("010", obstacle), shot("020", nil)])
        #expect(tasks.map(\.commands) == [[command]])
        #expect(tasks.first?.groups.flatMap(\.subjects).map(\.shot) == ["010"])
    }

    @Test func shotsWithTheSameReasonStandTogether() {
        func take(_ message: String) -> Verification {
            Verification(
                file: "a.mp4", checks: [Check(.blackFrames, .fail, message)], measurement: nil,
                actions: .standard)
        }
        let tasks = tasks([
            shot("010", .rejected, take: take("It is black.")),
            shot("020", .rejected, take: take("It is frozen.")),
            shot("030", .rejected, take: take("It is black.")),
        ])
        #expect(tasks.count == 1)
        #expect(tasks.first?.groups.map(\.reason) == ["It is black.", "It is frozen."])
        #expect(
            tasks.first?.groups.map { $0.subjects.map(\.name) } == [["010", "030"], ["020"]])
        #expect(tasks.first?.commands == [Self.run + " --max-takes 2 --only 010,020,030"])
        #expect(tasks.first?.advice?.contains("($2.52 to $3.00)") == true)
    }

    @Test func aHeldTakeIsChosenByHand() {
        let held = Verification(
            file: "a.mp4", checks: [Check(.freeze, .fail, "It is frozen.")], measurement: nil,
            actions: .standard)
        let tasks = tasks([shot("010", .held, take: held)])
        #expect(
            tasks.map(\.commands) == [["dailies circle '/films/a b' 010-t1", Self.run]])
    }

    @Test func whileTheSessionIsAtWorkNothingIsAskedForThatComesByItself() {
        let shots = [shot("010", .underway), shot("020", .notSubmitted), shot("030", .waiting)]
        #expect(tasks(shots, .running).isEmpty)
        #expect(tasks(shots, .killed).count == 2)
    }

    @Test func aFilmThatCouldNotBeJoinedAndAClaimAreTasks() {
        let tasks = tasks([shot("010", nil)]) { report in
            report.claims = [
                DailiesReport.ClaimEntry(
                    take: "090-t1", provider: "fal", runID: "r-1", submittedAt: "",
                    amount: Money(microdollars: 840_000), isCostKnown: true, reason: "it failed")
            ]
        }
        #expect(
            tasks.map(\.commands) == [
                [Self.run], ["dailies reconcile '/films/a b' --billed 090-t1=0"],
            ])
        #expect(tasks.map(\.advice).first == "why")
        #expect(tasks.last?.title == "Ask for $0.84 back")
    }
}
