import DailiesVerification

let expectation = Expectation(duration: MediaTime(seconds: 5), audio: .present)
let verification = MediaFile(path: "take.mp4").verify(against: expectation, level: .decode)
print(verification.verdict, verification.findings.map(\.message))
