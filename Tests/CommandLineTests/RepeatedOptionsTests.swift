import Foundation
import Testing

@testable import DailiesCommandLine

/// The options that a command which continues a session repeats.
struct RepeatedOptionsTests {
    @Test func whatIsBoughtAndWhatTheFilmIsLikeIsRepeated() throws {
        let options = try #require(
            try SessionOptions.parse([
                "film.json", "--cap=20", "-o", "out", "--provider", "fal,runflow", "--preset",
                "nightly", "--preset", "my.json", "--music", "sounds/sea.wav", "--music-loop",
                "--loudness", "-14", "--loudness", "-23", "--accept-flagged", "--only", "010",
                "--max-takes", "3", "-yq", "--on-finish", "mail", "--callback-url",
                "https://a.example/?key=secret", "--sign-command", "sign --key k",
            ]))
        let here = FileManager.default.currentDirectoryPath
        #expect(
            options.repeated == [
                ["--provider", "fal,runflow"], ["--preset", "nightly"],
                ["--preset", "\(here)/my.json"], ["--loudness", "-23"],
                ["--music", "\(here)/sounds/sea.wav"], ["--music-loop"], ["--cap", "20"],
                ["--accept-flagged"],
            ])
    }
}
