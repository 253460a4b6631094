import DailiesLedger

/// A clip of a film: a take, or a slate that stands for a missing one.
struct FilmClip: Sendable {
    /// The take's name, or that of the run without one.
    let name: String
    /// Relative to the production's folder.
    let file: String
    /// What identifies the content: equal digests give equal films.
    let digest: String
    /// `nil` for a slate.
    let take: TakeRecord?

    init(_ take: TakeRecord) {
        name = take.run.takeName
        file = take.file
        digest = take.sha256
        self.take = take
    }

    init(slate name: String, file: String, digest: String) {
        self.name = name
        self.file = file
        self.digest = digest
        take = nil
    }
}
