import DailiesPlanning

/// The last picture of another run's take, with which a run starts.
///
/// A class for the same reason as `SessionContext`.
final class StartPicture: Sendable {
    /// Its reference in the request.
    let media: RequestMedia
    let file: ListedFile

    init(_ media: RequestMedia, _ file: ListedFile) {
        self.media = media
        self.file = file
    }
}
