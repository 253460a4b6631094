/// In which order frames are decoded, and where the row can be cut.
struct DecodingOrder: Hashable, Sendable {
    /// The place at which each frame is shown, in the order of decoding.
    let displayIndexes: [Int]
    /// Places of frames at which decoding can begin, in the order of decoding.
    let keys: [Int]

    /// - Parameters:
    ///   - presentationTimes: when each frame is shown, in the order of decoding.
    ///   - keys: which of them are key frames, counted in the order of decoding.
    init(_ presentationTimes: [Int64], keys: [Int]) {
        var displayIndexes = [Int](repeating: 0, count: presentationTimes.count)
        let order = presentationTimes.indices.sorted {
            presentationTimes[$0] < presentationTimes[$1]
        }
        for (place, index) in order.enumerated() { displayIndexes[index] = place }
        self.displayIndexes = displayIndexes
        self.keys = keys
    }

    /// The most frames decoded before one that is shown earlier than they are.
    ///
    /// Frame i is shown at place p; it must have been decoded by then, so decoding has to start
    /// i − p frames early.
    var reorderDepth: Int { displayIndexes.enumerated().map { $0 - $1 }.max() ?? 0 }

    /// How many frames, counted from the first, can be kept when `count` at most are wanted: none
    /// of them needs a later one.
    func decodablePrefix(upTo count: Int) -> Int {
        var highest = -1
        var clean = 0
        for (index, place) in displayIndexes.prefix(count).enumerated() {
            highest = max(highest, place)
            if highest == index { clean = index + 1 }
        }
        return clean
    }

    /// The first frame from `count` on with which decoding can begin, so that no frame from there
    /// on needs an earlier one; `nil` where there is none.
    func decodableSuffix(from count: Int) -> Int? {
        keys.first { key in
            key >= count && displayIndexes[key] == key && decodablePrefix(upTo: key) == key
        }
    }
}
