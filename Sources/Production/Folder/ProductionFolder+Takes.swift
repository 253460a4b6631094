import DailiesDigest
import DailiesLanding
import DailiesLedger

// Comparing the files of takes with the ledger.
extension ProductionFolder {
    /// Whether a take's file exists and has the length that was downloaded.
    func hasFile(of take: TakeRecord) -> Bool {
        Landing.size(of: place(take.file)) == take.bytes
    }

    /// Whether a take's file is the one that landed, by its digest.
    ///
    /// Blocks while it reads the file.
    func hasUnchangedFile(of take: TakeRecord) -> Bool {
        SHA256Digest(ofFile: place(take.file))?.hex == take.sha256
    }
}
