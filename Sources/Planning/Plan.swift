package import DailiesShotList

/// Everything a session is to buy, in film order, and what it should cost.
package struct Plan: Hashable, Sendable {
    package let title: String
    package let model: ModelProfile
    package let provider: String
    package let shots: [PlannedShot]
    /// The files on this machine that requests name.
    package let files: [RequestMedia: ListedFile]
    /// The day of the prices that the quote rests on.
    package let pricesDate: String

    /// A shot with the runs that make it.
    package struct PlannedShot: Hashable, Sendable {
        package let shot: Shot
        /// One run, or the parts of a multi-run shot in order.
        package let runs: [PlannedRun]

        package var isMultiRun: Bool { runs.count > 1 }
    }

    /// Whether the provider takes pictures inside a request, as data URIs.
    package var allowsDataURIs: Bool { model.hosts[provider]?.acceptsDataURIs ?? false }

    /// Every run in film order.
    package var runs: [PlannedRun] { shots.flatMap(\.runs) }

    /// The SHA-256 of every file that requests name.
    package var contents: [RequestMedia: String] { files.mapValues(\.sha256) }

    /// The cost of all runs together.
    package var quote: Quote { runs.map(\.quote).reduce(.zero, +) }
}
