import DailiesDigest
import DailiesJSON
import DailiesLedger

// The files that this production has joined, recognised by their digests.
extension Ledger {
    /// The SHA-256 of each joined file that was about to be named, by its path in the folder.
    func joinedFiles() throws(LedgerError) -> [String: String] {
        try values(prefix: FilmAssembly.namingPrefix)
            .compactMapValues { $0.split(separator: " ").last.map(String.init) }
    }

    /// Records the joined files that the last report lists, if they are unchanged: the next session
    /// may replace them.
    ///
    /// Blocks while it reads them.
    func recoverJoinedFiles(_ report: JSONValue, in folder: ProductionFolder) throws(LedgerError) {
        for (file, digest) in report["joinedFiles"]?.members ?? [:] {
            guard let digest = digest.text, try value(FilmAssembly.namingKey(file)) == nil,
                !file.split(separator: "/").contains(".."),
                SHA256Digest(ofFile: folder.place(file))?.hex == digest
            else { continue }
            // What it was made from isn't known any more: the next session makes it again.
            try setValue(FilmAssembly.namingKey(file), "recovered \(digest)")
        }
    }
}
