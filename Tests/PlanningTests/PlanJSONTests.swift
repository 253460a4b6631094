import DailiesJSON
import DailiesPlanning
import DailiesShotList
import Testing

/// The output of `plan --json`, which scripts rely on.
struct PlanJSONTests {
    @Test func aPlanWithoutProblemsIsPrintedInFull() throws {
        let plan = try plan(
            #"{"title": "film", "shots": [{"id": "020", "prompt": "A", "duration": 24}]}"#)
        let json = Plan.json(title: plan.title, plan: plan, problems: [])
        let keys = try #require(json.members).keys
        #expect(Set(keys) == ["schema", "title", "runs", "quote", "notes", "problems"])
        #expect(json["schema"] == "dailies.plan/1")
        #expect(json["title"] == "film")
        #expect(json["quote"] == ["expected": "4.032", "worst": "5.04"])
        #expect(json["problems"] == [])

        let runs = try #require(json["runs"]?.elements)
        #expect(runs.map { $0["part"] } == ["a", "b"])
        let first = try #require(runs.first)
        let required: Set = ["shot", "part", "provider", "model", "request", "digest", "quote"]
        let found = try #require(first.members).keys
        #expect(required.isSubset(of: found))
        #expect(first["shot"] == "020")
        #expect(first["provider"] == "runflow")
        #expect(first["model"] == "kling-v3-pro")
        #expect(first["request"] == plan.runs[0].request.json)
        #expect(first["digest"] == .string(plan.runs[0].digest))
        #expect(first["quote"] == ["expected": "2.016", "worst": "2.52"])
    }

    @Test func theOnlyRunOfAShotHasTheNullPart() throws {
        let plan = try planShot(#""prompt": "A""#)
        let json = Plan.json(title: "film", plan: plan, problems: [])
        #expect(json["runs"]?.elements?.first?.members?["part"] == .null)
    }

    @Test func problemsArePrintedInsteadOfRuns() {
        let problems = [
            ListProblem(shot: "010", field: "duration", "2 s is too short"),
            ListProblem(field: "title", "it is a number"), ListProblem("it is null"),
        ]
        let json = Plan.json(title: "film", plan: nil, problems: problems)
        #expect(json["runs"] == [])
        #expect(json["quote"] == ["expected": "0.00", "worst": "0.00"])
        #expect(
            (json["problems"]?.elements ?? []).map { problem in
                ["shot", "field", "message"].map { problem.members?[$0] ?? "missing" }
            } == [
                ["010", "duration", "2 s is too short"], [nil, "title", "it is a number"],
                [nil, nil, "it is null"],
            ])
    }

    @Test func aProblemHasItsPlace() {
        let place = ListPlace(TextPosition(line: 3, column: 5), row: 2)
        let problem = ListProblem(
            shot: "010", field: "duration", "2 s is too short", "write 3 or more", place: place)
        let json = Plan.json(title: "film", plan: nil, problems: [problem], file: "film.csv")
        #expect(
            json["problems"]?.elements?.first == [
                "file": "film.csv", "line": 3, "column": 5, "row": 2, "shot": "010",
                "field": "duration", "found": nil, "expected": "write 3 or more",
                "message": "2 s is too short; write 3 or more",
            ])
    }

    @Test func aPlanIsPrintedOnOneLineAndParses() throws {
        let plan = try planShot(#""prompt": "A \"quoted\" line\nand </script> / é""#)
        let json = Plan.json(title: "film", plan: plan, problems: [])
        #expect(!json.line.contains("\n"))
        #expect(try JSONValue(parsing: json.canonicalBytes) == json)
    }
}
