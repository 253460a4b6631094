import DailiesMediaTime
import DailiesVerification
import Media

let file = MediaFile(path: CommandLine.arguments.dropFirst().first ?? "film.mp4")
let asked = Expectation(duration: MediaTime(seconds: 5), audio: .present)
let verification = file.verify(against: asked)
print(title, verification.verdict.rawValue, verification.action.rawValue)
for check in verification.findings { print("  \(check.code.rawValue): \(check.message)") }
