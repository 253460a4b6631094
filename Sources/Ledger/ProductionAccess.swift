/// How a production is opened whose ledger is on a server.
package enum ProductionAccess: Hashable, Sendable {
    /// It is created if the database doesn't have it; otherwise its folder must be the same.
    case createsOrContinues
    /// It is created if the database doesn't have it; its folder may be another one.
    case createsOrJoins
    /// The database must have it; its folder may be another one.
    case exists
}
