import DailiesContainer
import DailiesMedia

/// Whether the elements of a Matroska or WebM file fit together.
struct ElementStructure: Hashable, Sendable, Codable {
    /// Where something comes that doesn't belong there; `nil` if there is nothing like that.
    let damageOffset: Int64?
    /// The number of places that the index (Cues) lists.
    let cueCount: Int
    /// How many of them are no clusters.
    let wrongCueCount: Int
    /// The checksums of the elements that hold no frames.
    let headerChecksums: ChecksumCounts
}

/// How many checksums of a file were compared with the bytes that they cover.
struct ChecksumCounts: Hashable, Sendable, Codable {
    /// The number of checksums that were compared.
    private(set) var compared = 0
    /// How many of them are wrong.
    private(set) var wrong = 0
    /// Where the first part with a wrong checksum begins.
    private(set) var firstOffset: Int64?

    /// Bytes that are read at once.
    private static let pieceSize = 1 << 18

    /// Compares checksums with the bytes of a file.
    ///
    /// - Parameter shouldStop: called often; `true` ends the comparison.
    init(
        _ file: FileBytes, _ checksums: [MatroskaFile.Checksum], shouldStop: () -> Bool
    ) {
        for checksum in checksums {
            var computed = Checksum()
            var offset = checksum.start
            while offset < checksum.end {
                guard !shouldStop() else { return }
                let piece = file.read(
                    at: offset, Int(min(Int64(Self.pieceSize), checksum.end - offset)))
                guard !piece.isEmpty else { break }
                computed.add(piece)
                offset += Int64(piece.count)
            }
            compared += 1
            guard computed.value != checksum.value else { continue }
            wrong += 1
            firstOffset = firstOffset ?? checksum.start
        }
    }
}
