import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesReporting
import DailiesShotList
import DailiesVerification
import Foundation

/// A report of one shot with one take, which tests change as needed.
enum Sample {
    static var take: DailiesReport.TakeEntry {
        var take = DailiesReport.TakeEntry(
            name: "010-t1", provider: "runflow", file: "takes/010-t1.mp4", bytes: 8_400_000,
            sha256: "0123456789abcdef", verdict: .warn,
            verification: verification([
                Check(.displayFrameSize, .pass, "the size is right"),
                Check(.lengthDifference, .warn, "the sound ends early"),
            ]),
            measurement: measurement(codec: "aac"),
            cost: Money(microdollars: 840_000), isCircled: true, still: "takes/010-t1-still.jpg")
        take.runID = "run-7"
        take.submittedAt = "2026-09-01T05:00:00Z"
        take.strip = strip(of: "010-t1")
        take.waveform = (0..<160).map { UInt8($0) }
        return take
    }

    static func strip(of name: String) -> DailiesReport.TakeEntry.StripEntry {
        DailiesReport.TakeEntry.StripEntry(
            file: "takes/\(name)-strip.jpg", jpeg: [0xFF, 0xD8], count: 8,
            tile: FrameSize(width: 128, height: 72))
    }

    /// A shot without a take.
    static func missing(
        _ id: String, _ obstacle: DailiesReport.Obstacle, _ problem: String
    ) -> DailiesReport.ShotEntry {
        var part = Self.part
        part.name = id
        part.takes = []
        part.isAccepted = false
        part.obstacle = obstacle
        part.problem = problem
        return DailiesReport.ShotEntry(
            id: id, scene: nil, note: nil, summary: "A boat", duration: 5, parts: [part], file: nil)
    }

    static func verification(_ checks: [Check]) -> Verification {
        Verification(file: "010-t1.mp4", checks: checks, measurement: nil, actions: .standard)
    }

    /// The measurement of a clip with sound, decoded from JSON as `dailies probe` prints it.
    static func measurement(codec: String) -> MediaMeasurement? {
        let json: JSONValue = [
            "schema": .string(MediaMeasurement.schema), "file": "010-t1.mp4", "container": "mp4",
            "bytes": 8_400_000, "duration": .number(5.0416), "complete": true, "faststart": true,
            "fragmented": false, "encrypted": false, "videoTracks": 1, "audioTracks": 1,
            "video": [
                "codec": "h264", "width": 1920, "height": 1080, "displayWidth": 1920,
                "displayHeight": 1080, "rotation": 0, "sampleAspectRatio": "1:1",
                "frameRate": "24/1", "frameCount": 121, "listedFrames": 121,
                "duration": .number(5.0416),
            ],
            "audio": ["codec": .string(codec), "sampleRate": 48_000, "channels": 2],
        ]
        return try? JSONDecoder().decode(MediaMeasurement.self, from: json.canonicalBytes)
    }

    static var part: DailiesReport.PartEntry {
        DailiesReport.PartEntry(
            name: "010", model: "Kling 3.0 Pro", provider: "runflow",
            request: RunRequest(content: .prompt("A boat"), seconds: 5, aspectRatio: "16:9"),
            quote: Quote(
                expected: Money(microdollars: 840_000), worst: Money(microdollars: 1_050_000)),
            isAccepted: true, problem: nil, takes: [take])
    }

    static var shot: DailiesReport.ShotEntry {
        DailiesReport.ShotEntry(
            id: "010", scene: "Dusk", note: "A remark", summary: "A boat", duration: 5,
            parts: [part], file: nil)
    }

    static var film: DailiesReport.FilmEntry {
        guard let rate = FrameRate(24) else { fatalError("24 is a rate") }
        return DailiesReport.FilmEntry(
            file: "film.mp4", duration: MediaTime(value: 121, timescale: 24), frames: 121,
            frameRate: rate, bytes: 8_500_000,
            clips: [
                DailiesReport.FilmEntry.ClipEntry(
                    take: "010-t1", start: .zero, duration: MediaTime(value: 121, timescale: 24))
            ])
    }

    static var report: DailiesReport {
        DailiesReport(
            title: "film", providers: ["runflow"], isRehearsal: false,
            writtenAt: "2026-09-01T06:00:00Z", shots: [shot], film: film, filmProblem: nil,
            money: DailiesReport.MoneyEntry(
                quote: part.quote, reserved: .zero, settled: Money(microdollars: 840_000)))
    }
}
