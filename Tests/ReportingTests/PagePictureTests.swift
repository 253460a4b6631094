import DailiesMediaTime
import DailiesPlanning
import Foundation
import Testing

@testable import DailiesReporting

/// The pictures of the page: strips, waveforms and seams.
struct PagePictureTests {
    /// A report with many shots whose strips are large.
    private func report(shots count: Int, stripBytes: Int) -> DailiesReport {
        var report = Sample.report
        report.shots = (1...count).map { number in
            var shot = Sample.shot
            shot.id = "\(number)"
            shot.parts[0].name = shot.id
            shot.parts[0].takes = (1...2).map { take in
                var entry = Sample.take
                entry.name = "\(number)-t\(take)"
                entry.isCircled = take == 1
                entry.strip = Sample.strip(of: entry.name)
                entry.strip?.jpeg = [UInt8](repeating: 7, count: stripBytes)
                return entry
            }
            return shot
        }
        return report
    }

    @Test func twoHundredShotsStayBelowTwelveMegabytes() {
        let large = report(shots: 200, stripBytes: 25_000).html
        #expect(large.utf8.count < 12_000_000)
        // The takes of the film are in the page, the others beside it.
        #expect(large.contains("href=\"takes/200-t2-strip.jpg\""))
        #expect(!large.contains("href=\"takes/200-t1-strip.jpg\""))
        let small = report(shots: 10, stripBytes: 25_000).html
        #expect(!small.contains("-strip.jpg\""))
    }

    @Test func withTheFolderAllPicturesAreBesideThePage() {
        var report = report(shots: 2, stripBytes: 100)
        report.assets = .folder
        #expect(!report.html.contains("data:image"))
        #expect(report.html.contains("href=\"takes/2-t2-strip.jpg\""))
    }

    @Test func aWaveformIsAsHighAsTheSoundIsLoud() {
        let drawing = WaveformDrawing.svg([0, 255, 170], of: "010-t1").description
        // 170 is −20 dBFS, a tenth of full scale, whose square root is 0.32.
        #expect(drawing.contains("points=\"0,100 1,0 2,68 2,132 1,200 0,100\""))
        #expect(drawing.contains("peak 0 dBFS"))
        #expect(
            WaveformDrawing.svg([0, 0], of: "010-t1").description.contains(
                "Sound of 010-t1: silence"))
    }

    @Test func aSeamShowsThePicturesThatMeetAndTheLevels() {
        var report = report(shots: 2, stripBytes: 10)
        let length = MediaTime(value: 121, timescale: 24)
        report.film?.clips = ["1-t1", "2-t1"].enumerated().map { number, take in
            DailiesReport.FilmEntry.ClipEntry(
                take: take, start: length * number, duration: length)
        }
        report.film?.seams = [
            DailiesReport.FilmEntry.SeamEntry(time: length, before: -30, after: -20.25)
        ]
        report.film?.clips[1].continues = true
        let page = report.html
        for text in [
            "viewBox=\"896 0 128 72\" role=\"img\" aria-label=\"Last picture of 1-t1\"><use href=\"#strip-0\"/>",
            "viewBox=\"0 0 128 72\" role=\"img\" aria-label=\"First picture of 2-t1\"><use href=\"#strip-2\"/>",
            "sound −30.0 dBFS → −20.3 dBFS (+9.8 dB)", "at 0:05.0, goes on from it",
            "1 with a step of the sound of more than 6 dB",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        report.film?.clips[1].conformReasons = ["frame size 1280x720 instead of 1920x1080"]
        report.film?.clips[1].encodedFrames = 121
        #expect(
            report.html.contains(
                "121 frames encoded again: frame size 1280x720 instead of 1920x1080"))
        #expect(report.html.contains("copied unchanged"))
    }
}
