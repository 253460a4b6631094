import DailiesVerification

let path = CommandLine.arguments.dropFirst().first ?? "film.mp4"
let measured = try MediaFile(path: path).measure()
print(measured.container, measured.duration?.seconds ?? 0, measured.complete ?? false)
if let video = measured.video {
    print(
        video.codec, video.displaySize, video.frameRate?.description ?? "varying", video.frameCount)
}
