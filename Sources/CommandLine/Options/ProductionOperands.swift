import DailiesProduction

// The operands of commands on a production: its folder, and takes in it.
extension OptionReader {
    /// The folder of a production, as the first operand.
    mutating func productionFolder() -> ProductionFolder {
        ProductionFolder(
            path: operand("DIR", .directory, orElse: "name a production's folder"))
    }

    /// The folder of a production, as the first operand; by default the working directory.
    mutating func productionFolderOrCurrent() -> ProductionFolder {
        ProductionFolder(path: operand("[DIR]", .directory, default: "."))
    }

    /// The names of takes, as the operands that are left; empty for all takes.
    mutating func takes() -> Set<String> { Set(operands("[TAKE…]", .text)) }
}
