/// A policy as written: rules and policies of which all must be met, or one.
struct PolicyGroup: Hashable, Sendable {
    enum Combination: String, Hashable, Sendable, CaseIterable {
        case all = "and"
        case any = "or"
    }

    enum Member: Hashable, Sendable {
        case rule(PolicyRule)
        case group(PolicyGroup)
    }

    let combination: Combination
    let name: String
    let level: PolicyLevel
    var members: [Member] = []
}

/// How much it matters that a rule or a policy isn't met.
enum PolicyLevel: String, Hashable, Sendable, CaseIterable, Comparable {
    case fail, warn, info

    /// Strict before lenient.
    static func < (left: PolicyLevel, right: PolicyLevel) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .fail: 0
        case .warn: 1
        case .info: 2
        }
    }
}
