/// What a path of Runflow's API stands for.
enum RunflowRoute: Hashable, Sendable {
    case createRun(model: String)
    case run(id: String)
    case runs
    case statuses
    case health
    case creditBalances

    /// Reads the parts of a path; `nil` for one the API doesn't have.
    init?(_ segments: [String]) {
        guard segments.first == "v1" else { return nil }
        let rest = segments.dropFirst()
        switch (rest.first, rest.count) {
        case ("models", 3...) where rest.last == "runs":
            self = .createRun(model: rest.dropFirst().dropLast().joined(separator: "/"))
        case ("runs", 1): self = .runs
        case ("runs", 2) where rest.last == "statuses": self = .statuses
        case ("runs", 2): self = .run(id: rest.last ?? "")
        case ("health", 1): self = .health
        case ("credit-balances", 1): self = .creditBalances
        default: return nil
        }
    }

    /// The only method it takes besides `HEAD` for `GET`.
    var method: String { if case .createRun = self { "POST" } else { "GET" } }
}
