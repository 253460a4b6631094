import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesReporting

/// A report of one shot with one take, to be changed where a test needs it.
enum Sample {
    static var take: DailiesReport.TakeEntry {
        DailiesReport.TakeEntry(
            name: "010-t1", file: "takes/010-t1.mp4", bytes: 8_400_000,
            sha256: "0123456789abcdef", verdict: "warn",
            verification: [
                "checks": [
                    ["result": "pass", "message": "the size is right"],
                    ["result": "warn", "message": "the sound ends early"],
                ]
            ],
            measurement: [
                "video": [
                    "displayWidth": 1920, "displayHeight": 1080, "frameCount": 121,
                    "frameRate": "24/1", "duration": .number(5.0416),
                ],
                "audio": ["codec": "aac", "sampleRate": 48_000, "channels": 2],
            ],
            cost: Money(microdollars: 840_000), isCircled: true, still: [0xFF, 0xD8])
    }

    static var part: DailiesReport.PartEntry {
        DailiesReport.PartEntry(
            name: "010",
            request: ["duration": "5", "aspect_ratio": "16:9", "generate_audio": true],
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
        DailiesReport.FilmEntry(
            file: "film.mp4", duration: MediaTime(value: 121, timescale: 24), frames: 121,
            bytes: 8_500_000,
            clips: [
                DailiesReport.FilmEntry.ClipEntry(
                    take: "010-t1", start: .zero, duration: MediaTime(value: 121, timescale: 24))
            ])
    }

    static var report: DailiesReport {
        DailiesReport(
            title: "film", provider: "runflow", isRehearsal: false,
            writtenAt: "2026-09-01T06:00:00Z", shots: [shot], film: film, filmProblem: nil,
            money: DailiesReport.MoneyEntry(
                quote: part.quote, reserved: .zero, settled: Money(microdollars: 840_000)))
    }
}
