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
        #expect(lines.count <= rows)
        #expect(rows == 4 || lines.contains("  ✓ shots/600.mp4 finished, 0.000 s"))
        #expect(lines.last?.contains("60 under way") == true)
    }
}
