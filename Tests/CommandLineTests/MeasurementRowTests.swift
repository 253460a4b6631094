import DailiesJSON
import DailiesTestSupport
import DailiesVerification
import Testing

@testable import DailiesCommandLine

/// What `probe --json` prints of a measurement.
struct MeasurementRowTests {
    /// The values are those of the measurement's own JSON form.
    @Test(arguments: [true, false]) func aRowIsAPartOfTheWholeForm(hasSound: Bool) throws {
        let folder = try TemporaryFolder()
        let path = try folder.forge("clip.mp4") { if !hasSound { $0.sound = nil } }
        let measurement = try MediaFile(path: path).measure()
        #expect((measurement.audio != nil) == hasSound)
        let whole = JSONValue(encoding: measurement)
        let row = measurement.row
        try expect(row, isPartOf: whole)
        #expect(row["video"]?["frameCount"] == 25)
    }

    private func expect(_ part: JSONValue, isPartOf whole: JSONValue?) throws {
        guard let members = part.members else {
            #expect(part == whole)
            return
        }
        for (key, value) in members {
            let other = try #require(whole?.members?[key], "\(key)")
            try expect(value, isPartOf: other)
        }
    }

    /// All cores measure, and the rows have the order of the files.
    @Test func rowsAreInTheOrderOfTheFiles() throws {
        let folder = try TemporaryFolder()
        let names = (0..<40).map { $0 % 7 == 3 ? "missing-\($0).mp4" : "clip-\($0 % 5).mp4" }
        for number in 0..<5 { _ = try folder.forge("clip-\(number).mp4") }
        let result = try DailiesProcess(["probe", "--json"] + names, in: folder.path).finish()
        let rows = try result.output.split(separator: "\n").map {
            try JSONValue(parsing: .init($0.utf8))
        }
        #expect(rows.map { $0["file"]?.text } == names)
        #expect(rows.map { $0["error"] != nil } == names.map { $0.hasPrefix("missing") })
        #expect(result.status == 1)
    }
}
