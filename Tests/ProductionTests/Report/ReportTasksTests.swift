import DailiesMediaTime
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
        part.countedTakes = take == nil ? 0 : 1
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
        list: String? = "/lists/night.json", options: [[String]] = [],
        _ change: (inout DailiesReport) -> Void = { _ in }
    ) -> [DailiesReport.TaskEntry] {
        var report = DailiesReport(
            title: "film", providers: ["fal"], isRehearsal: false, session: state,
            writtenAt: "", shots: shots, film: nil, filmProblem: "why",
            money: DailiesReport.MoneyEntry(
                quote: .zero, reserved: .zero, settled: Money(microdollars: 2_000_000)))
        report.money.counted = Money(microdollars: 2_500_000)
        report.money.toFinish = Quote(
            expected: Money(microdollars: 2_520_000), worst: Money(microdollars: 4_000_000))
        change(&report)
        return ReportTasks(folder: "/films/a b", list: list, options: options).tasks(of: report)
    }

    private static let run = "dailies run /lists/night.json --output '/films/a b'"

    @Test(
        arguments: [
            (.accountRefused, run), (.unknownSubmit, "dailies reconcile '/films/a b'"),
            (.flagged, run + " --accept-flagged"), (.notDelivered, "dailies fetch '/films/a b'"),
            (.underway, run), (.moderated, run), (.requestRefused, run),
            (.failed, run + " --max-takes 1 --only 010"), (.capReached, run + " --cap 6.50"),
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

    /// Not the newest one, and not one that was bought with another prompt.
    @Test func theHeldTakeIsNamedWhateverWasBoughtAfterIt() {
        func check(_ code: CheckCode) -> Verification {
            Verification(
                file: "a.mp4", checks: [Check(code, .fail, "because of \(code)")],
                measurement: nil, actions: .standard)
        }
        var shot = shot("010", .held, take: check(.encryption))
        var earlier = shot.parts[0].takes[0]
        (earlier.name, earlier.earlierRequest) = (
            "010-t0", RunRequest(content: .prompt(""), seconds: 5)
        )
        var newer = shot.parts[0].takes[0]
        (newer.name, newer.verification) = ("010-t2", check(.frameRate))
        shot.parts[0].takes = [earlier, shot.parts[0].takes[0], newer]
        let task = tasks([shot]).first
        #expect(task?.commands.first == "dailies circle '/films/a b' 010-t1")
        #expect(task?.groups.map(\.reason) == ["because of \(CheckCode.encryption)"])
    }

    /// Of each shot one take more than it has, in film order; never more than a session buys.
    @Test func anotherTakeIsBoughtByTheNumberOfThoseThereAre() {
        var shots = ["010", "020", "030", "040", "050"].map { shot($0, .rejected) }
        for (index, count) in [1, 3, 1, 19, 20].enumerated() {
            shots[index].parts[0].countedTakes = count
        }
        // Other takes and runs of it don't count.
        shots[0].parts[0].runs = Array(
            repeating: DailiesReport.RunEntry(
                take: "010-t1", provider: "fal", runID: nil, state: "faulted", reason: nil,
                cost: nil),
            count: 5)
        let task = tasks(shots).first
        #expect(
            task?.commands == [
                Self.run + " --max-takes 2 --only 010,030", Self.run + " --max-takes 4 --only 020",
                Self.run + " --max-takes 20 --only 040",
            ])
        #expect(task?.advice?.contains("Buy another take of each ($3.36 to $4.00)") == true)
        #expect(task?.advice?.contains("Of 050 no session buys more than 20 takes") == true)
        let exhausted = tasks([shots[4]]).first
        #expect(exhausted?.commands == [] && exhausted?.advice?.contains("Buy") == false)
    }

    /// A session can be limited to a shot, and not to a part of it.
    @Test func ofThePartsOfAShotThoseWithTheFewestTakesComeFirst() {
        var shot = shot("010", .failed)
        shot.parts = [("a", 3), ("b", 1), ("c", 1)].map { name, count in
            var part = shot.parts[0]
            (part.name, part.part, part.countedTakes) = ("010" + name, name, count)
            return part
        }
        let task = tasks([shot]).first
        #expect(task?.title == "Failed at the provider: 1 shot")
        #expect(task?.commands == [Self.run + " --max-takes 2 --only 010"])
        #expect(task?.advice == "Buy again ($1.68 to $2.00).")
        #expect(task?.groups.flatMap(\.subjects).map(\.name) == ["010a", "010b", "010c"])
    }

    /// Only the production's cap is an option of the session.
    @Test(arguments: [
        ("session", [run]), ("production", [run + " --cap 6.50"]), ("night", [run]),
        ("month", [run]),
    ])
    func eachCapSaysWhereItIsRaised(_ cap: String, _ commands: [String]) {
        var capped = shot("010", .capReached)
        capped.parts[0].cap = cap
        let task = tasks([capped]).first
        #expect(task?.title == "The \(cap)'s cap stopped 1 shot")
        #expect(task?.commands == commands)
        #expect(
            task?.advice?.contains("(caps.\(cap) in settings.json)") == (cap != "production"))
    }

    /// The path of a list from standard input isn't known: no line can be copied.
    @Test func withoutTheListsPathThereIsNoCommandToCopy() {
        let found = tasks(
            [shot("010", .failed), shot("020", .notSubmitted), shot("030", .unknownSubmit)],
            list: nil)
        #expect(found.map(\.commands) == [["dailies reconcile '/films/a b'"], [], []])
        #expect(
            found[1].advice?.hasSuffix(
                "give the list on standard input to dailies run - --output '/films/a b' "
                    + "--max-takes 1 --only 010") == true)
        #expect(!found.contains { "\($0)".contains("LIST") })
    }

    /// Without its provider a list would be bought a second time, and without its cap for any amount.
    @Test func whatTheSessionWasToldIsRepeated() {
        let found = tasks(
            [shot("010", .failed), shot("020", .capReached), shot("030", .flagged)],
            options: [["--provider", "fal"], ["--cap", "3"], ["--accept-flagged"]])
        let given = Self.run + " --provider fal"
        #expect(
            found.map(\.commands) == [
                [given + " --cap 3 --accept-flagged"],
                [given + " --cap 3 --accept-flagged --max-takes 1 --only 010"],
                [given + " --accept-flagged --cap 6.50"],
            ])
    }

    /// What the list doesn't need may have been paid for all the same.
    @Test func whatTheListDoesNotNeedIsFollowed() {
        let found = tasks([shot("010", nil), shot("020", .unknownSubmit)]) { report in
            report.leftovers = [
                ("090-t1", .unknownSubmit), ("091-t1", .notDelivered), ("092-t1", .underway),
                ("093-t1", .rejected), ("094-t1", nil),
            ].map { (name: String, obstacle: DailiesReport.Obstacle?) in
                var entry = DailiesReport.LeftoverEntry(
                    take: name, provider: "fal", runID: "r", problem: "why \(name)", file: nil,
                    cost: nil)
                entry.obstacle = obstacle
                return entry
            }
        }
        #expect(
            found.map(\.title) == [
                "It isn't known whether 2 submits arrived",
                "Paid for, and missing or damaged: 1 take", "Under way at the provider: 1 run",
            ])
        #expect(
            found.map { $0.groups.flatMap(\.subjects).map(\.name) } == [
                ["020", "090-t1"], ["091-t1"], ["092-t1"],
            ])
        #expect(found[0].groups.flatMap(\.subjects).map(\.shot) == ["020", nil])
        #expect(found[2].groups.map(\.reason) == ["why 092-t1"])
    }

    @Test func aFilmWithOtherTakesThanThoseChosenIsJoinedAgain() throws {
        let pass = Verification(
            file: "a.mp4", checks: [], measurement: nil, actions: .standard)
        var shot = shot("010", nil, take: pass)
        shot.parts[0].takes[0].isCircled = true
        let rate = try #require(FrameRate(24))
        func film(_ take: String) -> DailiesReport.FilmEntry {
            DailiesReport.FilmEntry(
                file: "film.mp4", duration: .zero, frames: 0, frameRate: rate, bytes: 1,
                clips: [
                    DailiesReport.FilmEntry.ClipEntry(take: take, start: .zero, duration: .zero)
                ])
        }
        let other = tasks([shot]) { $0.film = film("010-t2") }
        #expect(other.map(\.title) == ["The film has other takes than those chosen"])
        #expect(other.map(\.commands) == [[Self.run]])
        #expect(tasks([shot]) { $0.film = film("010-t1") }.isEmpty)
        #expect(tasks([shot], .running) { $0.film = film("010-t2") }.isEmpty)
    }

    @Test func whileTheSessionIsAtWorkNothingIsAskedForThatComesByItself() {
        let shots = [
            shot("010", .underway), shot("020", .notSubmitted), shot("030", .waiting),
        ]
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
        #expect(tasks.map(\.isRequired) == [true, false])
    }
}
