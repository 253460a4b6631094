/// The decoding order of a clip's frames, and where it can be split.
struct DecodingOrder: Hashable, Sendable {
    /// The display index of each frame, in decoding order.
    let displayIndexes: [Int]
    /// Indexes in decoding order of the frames at which decoding can begin.
    let keys: [Int]

    /// - Parameters:
    ///   - presentationTimes: the presentation time of each frame, in decoding order.
    ///   - keys: the indexes of the key frames, in decoding order.
    init(_ presentationTimes: [Int64], keys: [Int]) {
        var displayIndexes = [Int](repeating: 0, count: presentationTimes.count)
        let order = presentationTimes.indices.sorted {
            presentationTimes[$0] < presentationTimes[$1]
        }
        for (place, index) in order.enumerated() { displayIndexes[index] = place }
        self.displayIndexes = displayIndexes
        self.keys = keys
    }

    /// The maximum number of frames that are decoded before a frame that is displayed earlier.
    ///
    /// Frame i in decoding order is displayed at index p and must be decoded by then, so decoding
    /// has to start i − p frames early.
    var reorderDepth: Int { displayIndexes.enumerated().map { $0 - $1 }.max() ?? 0 }

    /// The length of the longest prefix of at most `count` frames in which no frame depends on a
    /// later one.
    func decodablePrefix(upTo count: Int) -> Int {
        var highest = -1
        var clean = 0
        for (index, place) in displayIndexes.prefix(count).enumerated() {
            highest = max(highest, place)
            if highest == index { clean = index + 1 }
        }
        return clean
    }

    /// The first frame from index `count` on at which decoding can begin, with no later frame
    /// depending on an earlier one; `nil` if there is none.
    func decodableSuffix(from count: Int) -> Int? {
        keys.first { key in
            key >= count && displayIndexes[key] == key && decodablePrefix(upTo: key) == key
        }
    }
}
