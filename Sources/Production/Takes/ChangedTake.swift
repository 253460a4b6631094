import DailiesLedger

/// The file of a take is missing, or isn't the one that landed.
struct ChangedTake: Error, CustomStringConvertible {
    let take: TakeRecord
    let description: String

    init(_ take: TakeRecord, in folder: ProductionFolder, isRehearsal: Bool) {
        self.take = take
        let name = take.run.takeName
        description =
            "the file of \(name) is no longer the one that landed; the next session "
            + (isRehearsal
                ? "makes or downloads it again"
                : "downloads it again, free of charge, or now: "
                    + shellLine("dailies", ["fetch", folder.path, name]))
    }
}
