package import DailiesShotList

/// The runs that a shot list needs, in film order, with their quotes.
package struct Plan: Hashable, Sendable {
    package let title: String
    package let model: ModelProfile
    package let provider: String
    package let shots: [PlannedShot]
    /// The local files that requests name.
    package let files: [RequestMedia: ListedFile]
    /// The date of the price book that the quotes were made with.
    package let pricesDate: String

    /// A plan without shots, for a session that buys nothing.
    package static func empty(title: String, model: ModelProfile, provider: String) -> Plan {
        Plan(
            title: title, model: model, provider: provider, shots: [], files: [:], pricesDate: "")
    }

    /// A shot and its runs.
    package struct PlannedShot: Hashable, Sendable {
        package let shot: Shot
        /// One run, or the parts of a multi-run shot in order.
        package let runs: [PlannedRun]

        package var isMultiRun: Bool { runs.count > 1 }
    }

    /// The largest picture, in bytes, that the provider accepts in a request as a data URI; 0 for
    /// none.
    package var dataURILimit: Int {
        guard let host = model.hosts[provider], host.acceptsDataURIs else { return 0 }
        return model.asks.picture.bytesMaximum ?? host.uploadBytesMaximum ?? .max
    }

    /// The endpoint that a run is bought from.
    ///
    /// - Throws: `MissingEndpoint` if today's profile of the model doesn't have it any more.
    package func endpoint(of run: PlannedRun) throws(MissingEndpoint) -> ModelHost.Endpoint {
        let endpoint = model.hosts[run.provider].flatMap { run.request.endpoint(at: $0) }
        guard let endpoint, endpoint.address == run.endpoint else {
            throw MissingEndpoint(run: run.name, endpoint: run.endpoint)
        }
        return endpoint
    }

    /// A model's profile has no endpoint for a run.
    package struct MissingEndpoint: Error, CustomStringConvertible {
        let run: String
        let endpoint: String

        package var description: String {
            "\(run): the model's profile has no endpoint \(endpoint) for its request; plan the list again"
        }
    }

    /// All runs, in film order.
    package var runs: [PlannedRun] { shots.flatMap(\.runs) }

    /// The SHA-256 of each file that requests name, by reference.
    package var contents: [RequestMedia: String] { files.mapValues(\.sha256) }

    /// The sum of the runs' quotes.
    package var quote: Quote { runs.map(\.quote).reduce(.zero, +) }
}
