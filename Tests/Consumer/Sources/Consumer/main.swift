import DailiesVerification
import Media

let file = MediaFile(path: CommandLine.arguments.dropFirst().first ?? "film.mp4")
let expectation = Expectation(duration: MediaTime(seconds: 5), audio: .present)
let verification = file.verify(against: expectation)
print(title, verification.verdict.rawValue, verification.action.rawValue)
for check in verification.findings { print("  \(check.code.rawValue): \(check.message)") }
