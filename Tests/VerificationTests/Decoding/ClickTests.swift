import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Clicks in the sound of files, as far as AAC keeps them: at 128 kbit/s for one channel.
@Suite struct ClickTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func clicks(_ path: String) -> Check? {
        MediaFile(path: path).verify(against: Expectation(), level: .decode).checks
            .first { $0.code == .audioClicks }
    }

    @Test(arguments: [1, 2, 3]) func aClickWarnsWithItsTime(_ samples: Int) throws {
        let path = try folder.forge { forge in
            forge.frames = 72
            forge.sound?.channels = 1
            forge.sound?.clicksAt = [30]
            forge.sound?.clickLength = samples
        }
        let found = clicks(path)
        #expect(found?.result == .warn)
        let time = try #require(found?.at?.start)
        #expect((time - MediaTime(value: 30, timescale: 24)).magnitude.seconds < 0.005)
    }

    @Test func soundWithoutClicksPasses() throws {
        #expect(clicks(try folder.forge { $0.frames = 72 })?.result == .pass)
        // Sound that is switched off and on.
        let muted = try folder.forge {
            $0.frames = 120
            $0.sound?.muted = 36..<84
        }
        #expect(clicks(muted)?.result == .pass)
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled), arguments: ["aac", "libopus"])
    func speechPasses(_ encoder: String) throws {
        guard FFmpegProgram.encodes([encoder]) else { return }
        let words = "Peter Piper picked a peck of pickled peppers. Tick, tack, clap, stop."
        let path = folder.file(encoder == "aac" ? "speech.mp4" : "speech.webm")
        // Not every ffmpeg can speak.
        guard
            (try? FFmpegProgram.convert(
                "flite=text='\(words)'", to: path,
                ["-c:a", encoder, "-ar", "48000"], reading: ["-f", "lavfi"])) != nil
        else { return }
        #expect(clicks(path)?.result == .pass)
    }
}
