package import DailiesJSON

/// How many results there are of each verdict.
package struct VerdictCounts: Hashable, Sendable {
    private var counts: [ShardVerdict: Int] = [:]

    package init() {}

    package subscript(verdict: ShardVerdict) -> Int { counts[verdict] ?? 0 }

    package var total: Int { counts.values.reduce(0, +) }

    package mutating func add(_ verdict: ShardVerdict) { counts[verdict, default: 0] += 1 }

    package mutating func add(_ other: VerdictCounts) {
        counts.merge(other.counts) { $0 + $1 }
    }
}

extension VerdictCounts: CustomStringConvertible {
    /// "95 pass, 5 fail"; "none" without any.
    package var description: String {
        let words = ShardVerdict.allCases.filter { self[$0] > 0 }.map {
            "\(self[$0]) \($0.rawValue)"
        }
        return words.isEmpty ? "none" : words.joined(separator: ", ")
    }
}

extension VerdictCounts {
    package var json: JSONValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: ShardVerdict.allCases.map {
                    ($0.rawValue, .integer(self[$0]))
                }))
    }

    /// Reads the object that `json` returns; `nil` for anything else.
    init?(_ json: JSONValue?) {
        guard let members = json?.members, members.count == ShardVerdict.allCases.count else {
            return nil
        }
        for verdict in ShardVerdict.allCases {
            guard let count = members[verdict.rawValue]?.integer, count >= 0 else { return nil }
            counts[verdict] = count == 0 ? nil : count
        }
    }
}
