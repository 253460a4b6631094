/// A path of Runflow's API.
enum RunflowServerRoute: Hashable, Sendable {
    case createRun(model: String)
    /// The older endpoint, which responds when the clip is finished.
    case runAndWait(model: String)
    case run(id: String)
    case logs(id: String)
    case callback(id: String)
    case redelivery(id: String)
    case cancellation(id: String)
    case runs
    case statuses
    case health
    case creditBalances
    case uploads
    case confirmation(id: String)
    case asset(id: String)

    /// Parses the segments of a path; `nil` if the API doesn't have it.
    init?(_ segments: [String]) {
        guard segments.first == "v1" else { return nil }
        let rest = Array(segments.dropFirst())
        switch (rest.first, rest.count) {
        case ("models", 3...) where rest.last == "runs":
            self = .createRun(model: rest.dropFirst().dropLast().joined(separator: "/"))
        case ("run", 2...): self = .runAndWait(model: rest.dropFirst().joined(separator: "/"))
        case ("runs", 1): self = .runs
        case ("runs", 2) where rest[1] == "statuses": self = .statuses
        case ("runs", 2): self = .run(id: rest[1])
        case ("runs", 3) where rest[2] == "callback": self = .callback(id: rest[1])
        case ("runs", 3) where rest[2] == "callback-redeliveries": self = .redelivery(id: rest[1])
        case ("runs", 3) where ["logs", "node-runs"].contains(rest[2]): self = .logs(id: rest[1])
        case ("admin", 4) where rest[1] == "runs" && rest[3] == "cancellation":
            self = .cancellation(id: rest[2])
        case ("asset-uploads", 1): self = .uploads
        case ("asset-uploads", 3) where rest[2] == "confirmations":
            self = .confirmation(id: rest[1])
        case ("assets", 2): self = .asset(id: rest[1])
        case ("health", 1): self = .health
        case ("credit-balances", 1): self = .creditBalances
        case ("billing", 2) where rest[1] == "balance": self = .creditBalances
        default: return nil
        }
    }

    /// The feature that the path belongs to; `nil` if the model's page documents the path.
    var extraFeature: ExtraFeature? {
        switch self {
        case .createRun, .runAndWait, .run: nil
        case .runs: .lists
        case .cancellation: .cancellation
        case .uploads, .confirmation, .asset: .uploads
        case .logs, .callback, .redelivery, .statuses, .health, .creditBalances: .records
        }
    }

    /// The only allowed method; `GET` also allows `HEAD`.
    var method: String {
        switch self {
        case .createRun, .runAndWait, .redelivery, .cancellation, .uploads, .confirmation: "POST"
        case .run, .logs, .callback, .runs, .statuses, .health, .creditBalances, .asset: "GET"
        }
    }

    /// The fault point of a request to this path; `nil` if no fault can apply.
    var point: FaultPoint? {
        switch self {
        case .createRun, .runAndWait: .submit
        case .run, .logs, .runs, .callback: .status
        case .cancellation: .cancel
        case .uploads, .confirmation, .asset: .upload
        case .redelivery, .statuses, .health, .creditBalances: nil
        }
    }

    /// The run id in the path.
    var run: String? {
        switch self {
        case .run(let id), .logs(let id), .callback(let id), .redelivery(let id),
            .cancellation(let id):
            id
        default: nil
        }
    }
}
