/// In which order frames are decoded, and where the row can be cut.
struct DecodingOrder: Hashable, Sendable {
    /// The place at which each frame is shown, in the order of decoding.
    let places: [Int]
    /// Places of frames at which decoding can begin, in the order of decoding.
    let keys: [Int]

    /// - Parameters:
    ///   - presentations: when each frame is shown, in the order of decoding.
    ///   - keys: which of them are key frames, counted in the order of decoding.
    init(_ presentations: [Int64], keys: [Int]) {
        var places = [Int](repeating: 0, count: presentations.count)
        let order = presentations.indices.sorted { presentations[$0] < presentations[$1] }
        for (place, index) in order.enumerated() { places[index] = place }
        self.places = places
        self.keys = keys
    }

    /// The most frames decoded before one that is shown earlier than they are.
    ///
    /// Frame i is shown at place p; it must have been decoded by then, so decoding has to start
    /// i − p frames early.
    var reorderDepth: Int { places.enumerated().map { $0 - $1 }.max() ?? 0 }

    /// How many frames, counted from the first, can be kept when `count` at most are wanted: none
    /// of them needs a later one.
    func head(upTo count: Int) -> Int {
        var highest = -1
        var clean = 0
        for (index, place) in places.prefix(count).enumerated() {
            highest = max(highest, place)
            if highest == index { clean = index + 1 }
        }
        return clean
    }

    /// The first frame from `count` on with which decoding can begin, so that no frame from there
    /// on needs an earlier one; `nil` where there is none.
    func tail(from count: Int) -> Int? {
        keys.first { key in
            key >= count && places[key] == key && head(upTo: key) == key
        }
    }
}
