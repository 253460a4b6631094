import DailiesContainer

/// One entry of an edit list (ISO/IEC 14496-12, 8.6.6).
struct TrackEdit {
    /// In units of the movie; 0 means to the end of the track.
    let duration: Int
    /// The time on the track at which it starts, in units of the track; -1 for an empty edit.
    let start: Int
    /// The speed; 1 is normal.
    let rate: Double

    /// Reads the boxes in `edts`.
    static func list(_ parts: [BoxTree.Part], track: Int) throws(IndexFault) -> [TrackEdit] {
        guard let list = parts.first(where: { $0.type == "elst" })?.payload else { return [] }
        let wide = list.first == 1 ? 8 : 4
        let count = list.number(at: 4, bytes: 4)
        guard list.count == 8 + count * (2 * wide + 4) else {
            throw IndexFault("its index is damaged: the edit list of track \(track) is cut off")
        }
        return (0..<count).map { index in
            let place = 8 + index * (2 * wide + 4)
            let start = list.number(at: place + wide, bytes: wide)
            return TrackEdit(
                duration: list.number(at: place, bytes: wide),
                start: wide == 4 ? Int(Int32(truncatingIfNeeded: start)) : start,
                rate: Double(Int32(truncatingIfNeeded: list.number(at: place + 2 * wide, bytes: 4)))
                    / 65_536)
        }
    }

    /// Refuses lists that do more than delay a track and show one piece of it at normal speed.
    static func refuseUnsupported(_ edits: [TrackEdit]) throws(IndexFault) {
        let shown = edits.drop { $0.start == -1 }.filter { $0.duration > 0 }
        if shown.count > 1 {
            throw IndexFault(
                "its edit list plays \(shown.count) pieces of it; export it as one piece first")
        }
        if let odd = shown.first(where: { $0.rate != 1 }) {
            throw IndexFault(
                "its edit list plays it at \(odd.rate) times its speed; export it first")
        }
    }
}
