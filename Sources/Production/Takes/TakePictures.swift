import DailiesPlanning
import DailiesVerification

/// The pictures that a take must show at its beginning and end, as far as they are on this machine.
struct TakePictures: Sendable {
    /// The picture that the take must begin with; `nil` if none was asked for.
    var start: ExpectedPicture?
    /// The picture that the take must end with; `nil` if none was asked for.
    var end: ExpectedPicture?
    /// The last picture of the take that this one continues; `nil` if it continues none.
    var previous: ExpectedPicture?

    /// - Parameters:
    ///   - last: another take's last picture, if the run starts with it.
    ///   - files: the files on this machine that the plan names, by reference.
    init(
        _ request: RunRequest, last: StartPicture?,
        files: [RequestMedia: ListedFile]
    ) {
        func picture(_ media: RequestMedia) -> ExpectedPicture {
            files[media].map { .file($0.path) } ?? .address(media.shown.text)
        }
        if let media = request.start {
            if let last, last.media == media {
                previous = .file(last.file.path)
            } else if media.isLastPicture {
                previous = .address(media.text)
            } else {
                start = picture(media)
            }
        }
        end = request.end.map(picture)
    }
}
