import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import Testing

@testable import DailiesCommandLine

/// A night of many joined shots: the block that is drawn in place must fit the terminal.
struct CrowdedStatusTableTests {
    @Test(arguments: 4...24)
    func manyJoinedFilesStayInTheTerminal(rows: Int) {
        var table = RunStatusTable()
        let names = (1...60).map { "\($0 * 10)" }
        table.update(.began(title: "film", runs: names, quote: .zero, folder: "out"))
        for name in names {
            table.update(.run(name, .running))
            table.update(.assembled(file: "shots/\(name).mp4", duration: .zero))
        }
        let lines = table.lines(columns: 80, rows: rows, now: .now).map(\.text)
        // The bar, a run, the joined files, of which the last are shown, and the counts.
        #expect(lines.count == min(rows, 12))
        let finished = lines.filter { $0.hasSuffix("finished, 0.000 s") }
        let shown = [4: ["600"]][rows] ?? ["590", "600"]
        #expect(finished == shown.map { "  ✓ shots/\($0).mp4 finished, 0.000 s" })
        let runs = lines.filter { $0.contains("running") }.count
        #expect(lines[runs + 1] == "    +\(60 - runs) more under way")
        #expect(lines.last == "0 accepted, 60 under way, 0 waiting")
    }
}
