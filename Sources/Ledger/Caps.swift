package import DailiesPlanning

/// The most that runs may cost together, at the worst prices; `nil` is no limit.
package struct Caps: Hashable, Sendable {
    /// All runs of one session.
    package var session: Money?
    /// All runs of the production.
    package var production: Money?
    /// All runs of the user in a night, which lasts from noon to noon.
    package var night: Money?
    /// All runs of the user in a calendar month.
    package var month: Money?

    package init(
        session: Money? = nil, production: Money? = nil, night: Money? = nil, month: Money? = nil
    ) {
        self.session = session
        self.production = production
        self.night = night
        self.month = month
    }

    /// Whether a cap holds for all productions of the user together.
    package var spanProductions: Bool { night != nil || month != nil }

    /// The cap of one kind.
    package subscript(_ kind: Kind) -> Money? {
        switch kind {
        case .session: session
        case .production: production
        case .night: night
        case .month: month
        }
    }

    /// What the runs under a cap have in common.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case session, production, night, month
    }
}

/// A cap that one more run would exceed.
package struct ExceededCap: Error, Hashable, Sendable {
    package let kind: Caps.Kind
    package let cap: Money
    /// What counts under the cap so far.
    package let counted: Money
    /// The worst-case quote of the run.
    package let amount: Money
}

extension ExceededCap: CustomStringConvertible {
    package var description: String {
        "the \(kind.rawValue)'s cap of \(cap) would be exceeded: \(counted) counts so far, and the "
            + "run costs up to \(amount)"
    }
}
