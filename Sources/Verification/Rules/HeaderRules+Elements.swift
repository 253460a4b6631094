import DailiesMediaTime

// Checks that only Matroska and WebM files have: of the index (Cues) and of checksums.
extension HeaderRules {
    /// Whether the index (Cues), with which players seek, lists clusters of the file.
    func cues(_ measured: MediaMeasurement) -> Check? {
        // In a file that is cut off, the index lists what is missing.
        guard let elements = measured.elements, elements.cueCount > 0, measured.damage == nil
        else {
            return nil
        }
        let isRight = elements.wrongCueCount == 0
        return Check(
            .cues, isRight ? .pass : .warn, expected: "\(elements.cueCount) places of clusters",
            measured: "\(elements.wrongCueCount) wrong",
            isRight
                ? "The index lists places at which pictures are stored."
                : "The index lists \(elements.wrongCueCount) places at which nothing is stored: "
                    + "players can't seek there.")
    }

    /// The checksums of the parts that describe the file.
    func checksums(_ measured: MediaMeasurement) -> Check? {
        guard let counts = measured.elements?.headerChecksums, counts.compared > 0 else {
            return nil
        }
        return Self.check(.headerChecksums, counts, "The file's description")
    }

    /// Judges checksums.
    ///
    /// - Parameter subject: what they cover.
    static func check(_ code: CheckCode, _ counts: ChecksumCounts, _ subject: String) -> Check {
        let isRight = counts.wrong == 0
        return Check(
            code, isRight ? .pass : .fail, expected: "\(counts.compared) right checksums",
            measured: "\(counts.wrong) wrong",
            evidence: counts.firstOffset.map { Evidence(byteOffset: $0) },
            isRight
                ? "\(subject) has the checksums that were stored with it."
                : "\(subject) is damaged: \(counts.wrong) of \(counts.compared) checksums are wrong."
        )
    }
}
