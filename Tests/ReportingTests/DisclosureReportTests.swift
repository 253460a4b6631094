import DailiesDisclosure
import DailiesJSON
import Foundation
import Testing

@testable import DailiesReporting

/// What a report tells uploaders about a film's origin.
@Suite struct DisclosureReportTests {
    private func report(c2pa: String) throws -> DailiesReport {
        let marks = """
            {"xmp": {"state": "present", "sourceTypes": ["compositeSynthetic"]},
             "c2pa": {"state": "\(c2pa)", "sourceTypes": []}}
            """
        var report = Sample.report
        report.film?.disclosure = DailiesReport.FilmEntry.Disclosure(
            marks: try JSONDecoder().decode(DisclosureMarks.self, from: Data(marks.utf8)),
            models: ["Kling 3.0"], label: "AI-generated",
            takesWithManifest: ["010-t1", "020-t1"])
        return report
    }

    @Test func aFilmWithoutTheTakesManifestsSaysSo() throws {
        let report = try report(c2pa: "absent")
        let json = try #require(report.json["disclosure"])
        #expect(json["containsSyntheticMedia"] == true)
        #expect(
            json["digitalSourceType"]
                == "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic")
        #expect(json["models"] == ["Kling 3.0"])
        #expect(json["label"] == "AI-generated")
        #expect(json["takesWithManifest"] == ["010-t1", "020-t1"])
        #expect(json["droppedManifests"] == ["010-t1", "020-t1"])
        #expect(report.film?.disclosure?.warning?.contains("010-t1, 020-t1") == true)
        #expect(report.html.contains("marked as compositeSynthetic"))
    }

    @Test func aSignedFilmDropsNone() throws {
        let report = try report(c2pa: "present")
        #expect(report.json["disclosure"]?["droppedManifests"] == [])
        #expect(report.film?.disclosure?.warning == nil)
        #expect(Sample.report.json["disclosure"] == nil)
    }
}
