import DailiesContainer

/// What the index says about a track that libav repairs, ignores or doesn't report.
///
/// Source: ISO/IEC 14496-12, clause 8.
struct IndexedTrack: Hashable, Sendable, Codable {
    /// The samples in each table of the index; `nil` if a table is missing.
    let counts: SampleCounts?

    /// Reads a track.
    ///
    /// - Parameters:
    ///   - movie: the payload of the `moov` box.
    ///   - number: the track's number (`track_ID`); `nil` if there is no such track.
    init?(_ movie: ArraySlice<UInt8>, number: Int) {
        let track = Boxes(movie).lazy.filter { $0.type == "trak" }.map(\.payload).first {
            Boxes($0).first("tkhd").map { $0.number(at: $0.first == 1 ? 20 : 12, bytes: 4) }
                == number
        }
        guard let track else { return nil }
        counts = Boxes(track).first(at: "mdia", "minf", "stbl").flatMap(SampleCounts.init)
    }
}
