import DailiesLedger

/// Whether a production's takes were bought or made by a stand-in; the ledger keeps it as a code.
package enum ProductionKind: String, Sendable {
    case rehearsal
    case bought

    /// - Parameter ledgerValue: the code, or the words that earlier versions wrote instead.
    init?(ledgerValue: String) {
        switch ledgerValue {
        case "rehearsal", "a rehearsal": self = .rehearsal
        case "bought", "bought takes": self = .bought
        default: return nil
        }
    }
}

extension ProductionKind: CustomStringConvertible {
    package var description: String {
        switch self {
        case .rehearsal: "a rehearsal"
        case .bought: "bought takes"
        }
    }
}

extension ProductionFolder {
    /// What the production's takes are; `nil` if there is none, or if its ledger can't be read.
    package func kind() async -> ProductionKind? {
        try? await readLedgerIfAny()?.kind()
    }
}

extension Ledger {
    /// What the production's takes are; `nil` for a new production, or if this version doesn't know it.
    func kind() throws(LedgerError) -> ProductionKind? {
        try kindValue().flatMap(ProductionKind.init(ledgerValue:))
    }

    /// The stored code; `nil` for a new production.
    func kindValue() throws(LedgerError) -> String? { try value("kind") }

    func setKind(_ kind: ProductionKind) throws(LedgerError) {
        try setValue("kind", kind.rawValue)
    }
}
