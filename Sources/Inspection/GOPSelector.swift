import DailiesMediaTime
import DailiesVerification

/// Selects from the sizes of the packets which groups of pictures (GOPs) to look at closely.
///
/// Encoders spend few bytes on pictures that are black, frozen or of one colour. A time range is
/// suspicious if most of its packets are tiny, or far below the mean, or all of one size. A false
/// suspicion only costs time.
struct GOPSelector {
    /// The minimum length of a suspicious range: shorter ones are never reported.
    private static let minimumLength = MediaTime(value: 2, timescale: 5)
    /// The minimum number of packets in a suspicious range.
    private static let minimumPacketCount = 5

    private let pictures: [PacketScan.Picture]
    /// The GOP of each picture, numbered by key frame.
    private let gops: [Int]
    private let smallPacketSize: Int

    /// - Parameter pixels: width times height of the picture.
    init(_ pictures: [PacketScan.Picture], pixels: Int) {
        self.pictures = pictures
        var gop = 0
        gops = pictures.enumerated().map { index, picture in
            if picture.isKey && index > 0 { gop += 1 }
            return gop
        }
        let between = pictures.filter { !$0.isKey }.map(\.codedBytes)
        let mean = between.isEmpty ? 0 : between.reduce(0, +) / between.count
        smallPacketSize = max(128 + pixels / 4000, mean / 3)
    }

    /// The GOPs that contain part of a suspicious range.
    var suspiciousGOPs: Set<Int> {
        let isIntra = pictures.allSatisfy(\.isKey)
        // Key frames are large whatever they show, so they only count if there are no other
        // pictures.
        let order = pictures.indices.filter {
            pictures[$0].time != nil && (isIntra || !pictures[$0].isKey)
        }
        .sorted { (pictures[$0].time ?? .zero) < (pictures[$1].time ?? .zero) }
        var found: Set<Int> = []
        var end = 0
        for start in order.indices {
            while end < order.count, !isLong(order[start..<end]) { end += 1 }
            let stretch = order[start..<end]
            guard isLong(stretch) else { break }
            let sizes = stretch.map { pictures[$0].codedBytes }.sorted()
            let isSuspicious =
                isIntra ? isOneSize(sizes) : sizes[sizes.count / 2] <= smallPacketSize
            if isSuspicious { found.formUnion(stretch.map { gops[$0] }) }
        }
        return found
    }

    /// The GOPs with a picture that is displayed within `distance` of one of the times.
    func gops(near times: [MediaTime], within distance: MediaTime) -> Set<Int> {
        Set(
            pictures.indices.filter { index in
                guard let time = pictures[index].time else { return false }
                return times.contains { (time - $0).magnitude <= distance }
            }.map { gops[$0] })
    }

    /// The times of these GOPs, sorted; adjacent ones are joined.
    func ranges(of gops: Set<Int>) -> [TimeRange] {
        // Later than any time of a file.
        let end = MediaTime(value: .max, timescale: 1)
        var starts: [Int: MediaTime] = [:]
        for (picture, gop) in zip(pictures, self.gops) {
            guard let time = picture.time else { continue }
            starts[gop] = min(starts[gop] ?? time, time)
        }
        return gops.sorted().compactMap { gop in
            starts[gop].map { TimeRange(start: $0, end: max($0, starts[gop + 1] ?? end)) }
        }.reduce(into: []) { list, next in
            guard let last = list.last, next.start <= last.end else { return list.append(next) }
            list[list.count - 1] = TimeRange(start: last.start, end: max(last.end, next.end))
        }
    }

    private func isLong(_ stretch: ArraySlice<Int>) -> Bool {
        guard stretch.count >= Self.minimumPacketCount,
            let first = stretch.first.flatMap({ pictures[$0].time }),
            let last = stretch.last.flatMap({ pictures[$0].time })
        else { return false }
        return last - first >= Self.minimumLength
    }

    /// Whether sorted sizes differ by at most 0.5 %, as those of equal pictures do.
    private func isOneSize(_ sizes: [Int]) -> Bool {
        guard let least = sizes.first, let most = sizes.last else { return false }
        return (most - least) * 200 <= most
    }
}
