import DailiesInspection

/// Verifies every file named on the command line against one expectation, on all cores.
@main
enum CheckTakes {
    static func main() {
        var tolerances = Tolerances()
        tolerances.durationLong = MediaTime(value: 1, timescale: 2)
        let expectation = Expectation(
            duration: MediaTime(seconds: 5), frameSize: FrameSize(width: 1920, height: 1080),
            audio: .present)
        // A rule of our own, which counts like the built-in ones.
        let house: MediaFile.Rule = { measured in
            let isSmall = measured.bytes < 100_000_000
            let code = CheckCode(rawValue: "house.fileSize")
            return [Check(code, isSmall ? .pass : .fail, "The file must be smaller than 100 MB.")]
        }
        let batch = VerificationBatch { [tolerances] file in
            file.inspect(against: expectation, tolerances: tolerances, rules: [house])
        }
        batch.verify(Array(CommandLine.arguments.dropFirst())) { verification in
            print(verification.file, verification.verdict, verification.action)
            for finding in verification.findings { print("   ", finding.message) }
            return true
        }
    }
}
