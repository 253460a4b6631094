import DailiesInspection

// One import is enough for inspections, expectations and times.
let path = CommandLine.arguments.dropFirst().first ?? "film.mp4"
var thresholds = InspectionThresholds()
thresholds.freezeWarning = MediaTime(seconds: 1)
let verification = MediaFile(path: path).inspect(
    against: Expectation(audio: .present), coverage: .everyPicture, thresholds: thresholds)
print(verification)
