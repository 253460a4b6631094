package import DailiesShotList

/// The runs that a shot list needs, in film order, with their quotes.
package struct Plan: Hashable, Sendable {
    package let title: String
    /// What the film is to be.
    package let film: ListedFilm
    /// The models of the runs, by id.
    package let models: [String: ModelProfile]
    package let shots: [PlannedShot]
    /// The local files that requests name.
    package let files: [RequestMedia: ListedFile]
    /// The date of the oldest price that the quotes were made with; empty if none has one.
    package let pricesDate: String

    /// A plan without shots, for a session that buys nothing.
    package static func empty(title: String) -> Plan {
        Plan(
            title: title, film: ListedFilm(), models: [:], shots: [], files: [:], pricesDate: "")
    }

    /// A shot and its runs.
    package struct PlannedShot: Hashable, Sendable {
        package let shot: Shot
        /// One run, or the parts of a multi-run shot in order.
        package let runs: [PlannedRun]

        package var isMultiRun: Bool { runs.count > 1 }
    }

    /// The largest picture, in bytes, that a run's provider accepts in its request as a data URI; 0
    /// for none.
    package func dataURILimit(of run: PlannedRun) -> Int {
        guard let model = models[run.model], let host = model.hosts[run.provider],
            host.acceptsDataURIs
        else { return 0 }
        return model.asks.picture.bytesMaximum ?? host.uploadBytesMaximum ?? .max
    }

    /// The endpoint that a run is bought from.
    ///
    /// - Throws: `MissingEndpoint` if today's profile of the model doesn't have it any more.
    package func endpoint(of run: PlannedRun) throws(MissingEndpoint) -> ModelHost.Endpoint {
        let endpoint = models[run.model]?.hosts[run.provider].flatMap {
            run.request.endpoint(at: $0)
        }
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

    /// The providers that runs may be bought from, in the order in which the film needs them.
    package var providers: [String] {
        var names: [String] = []
        for run in runs.flatMap(\.candidates) where !names.contains(run.provider) {
            names.append(run.provider)
        }
        return names
    }

    /// The SHA-256 of each file that requests name, by reference.
    package var contents: [RequestMedia: String] { files.mapValues(\.sha256) }

    /// The sum of the runs' quotes.
    package var quote: Quote { runs.map(\.quoteOfCandidates).sum }
}
