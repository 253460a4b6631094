import DailiesLedger
import DailiesProduction

// What several commands on a production take: its folder, takes in it, and where its provider is.
extension OptionReader {
    /// The folder of a production, as the first operand.
    mutating func productionFolder() -> ProductionFolder {
        ProductionFolder(
            path: operand("DIR", .directory, orElse: "name a production's folder"),
            server: ledgerServer())
    }

    /// The folder of a production, as the first operand; by default the working directory.
    mutating func productionFolderOrCurrent() -> ProductionFolder {
        ProductionFolder(
            path: operand("[DIR]", .directory, default: "."), server: ledgerServer())
    }

    /// The PostgreSQL server of the production's ledger.
    mutating func ledgerServer() -> PostgreSQLAddress? {
        option(
            "ledger", .ledgerServer,
            "the ledger is on this PostgreSQL server, which several machines share; the folder "
                + "remembers it")
    }

    /// Whether a provider that isn't a stand-in may be on this machine.
    mutating func allowsLoopback() -> Bool {
        flag(
            "allow-loopback",
            "the provider's address may be on this machine: a mock or gateway of your own")
    }

    /// The names of takes, as the operands that are left; empty for all takes.
    mutating func takes() -> Set<String> { Set(operands("[TAKE…]", .text)) }
}

extension OptionValue<PostgreSQLAddress> {
    /// The address of a PostgreSQL server.
    fileprivate static var ledgerServer: OptionValue {
        OptionValue(
            "URL",
            expected:
                "postgresql://HOST/DATABASE, with #NAME to name the production; what is missing "
                + "is taken from PGSERVICE and the like"
        ) { PostgreSQLAddress($0) }
    }
}
