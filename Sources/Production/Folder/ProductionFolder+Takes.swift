import DailiesDigest
import DailiesLanding
import DailiesLedger
import Foundation

// Comparing the files of takes with the ledger.
extension ProductionFolder {
    /// Whether a take's file exists and has the length that was downloaded.
    func hasFile(of take: TakeRecord) -> Bool {
        Landing.size(of: place(take.file)) == take.bytes
    }

    /// Renames a take's file that was changed since it landed, so that the next one can land.
    ///
    /// A file that is missing is no error.
    func setAside(_ take: TakeRecord) throws(LandingError) {
        let final = place(changedFile(take.run.takeName))
        guard rename(place(take.file), final) == 0 || errno == ENOENT else {
            throw LandingError("name", final)
        }
    }

    /// Whether a take's file is the one that landed, by its digest.
    ///
    /// Blocks while it reads the file.
    func hasUnchangedFile(of take: TakeRecord) -> Bool {
        SHA256Digest(ofFile: place(take.file))?.hex == take.sha256
    }
}
