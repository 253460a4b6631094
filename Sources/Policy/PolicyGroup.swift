/// A parsed policy: rules and nested policies, of which all or one must be met.
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

/// The severity of an unmet rule or policy.
enum PolicyLevel: String, Hashable, Sendable, CaseIterable, Comparable {
    case fail, warn, info

    /// Orders strict levels before lenient ones.
    static func < (left: PolicyLevel, right: PolicyLevel) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .fail: 0
        case .warn: 1
        case .info: 2
        }
    }
}
