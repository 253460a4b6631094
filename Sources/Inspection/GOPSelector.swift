import DailiesMediaTime
import DailiesVerification

/// Tells from the sizes of the packets which gops of pictures are worth decoding.
///
/// Encoders spend little on pictures that are black, frozen or of one colour: a stretch in which most
/// packets are tiny, or far below the film's mean, or all of one size, gives them away. A false
/// suspicion costs decoding time and nothing else.
struct GOPSelector {
    /// The least length of a suspiciousGOPs stretch: below it nothing is ever reported.
    private static let minimumLength = MediaTime(value: 2, timescale: 5)
    /// The fewest packets of which "most" can be said.
    private static let minimumPacketCount = 5

    private let pictures: [PacketScan.Picture]
    /// The gop of each picture, counted by key frame.
    private let gops: [Int]
    private let smallPacketSize: Int

    /// - Parameter pixels: width times height.
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

    /// Groups that hold part of a suspiciousGOPs stretch.
    var suspiciousGOPs: Set<Int> {
        let isIntra = pictures.allSatisfy(\.isKey)
        // Key frames are large whatever they show; only where there is nothing else they count.
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

    /// The gops that are shown, in part, within `distance` of one of the times.
    func gops(near times: [MediaTime], within distance: MediaTime) -> Set<Int> {
        Set(
            pictures.indices.filter { index in
                guard let time = pictures[index].time else { return false }
                return times.contains { (time - $0).magnitude <= distance }
            }.map { gops[$0] })
    }

    private func isLong(_ stretch: ArraySlice<Int>) -> Bool {
        guard stretch.count >= Self.minimumPacketCount,
            let first = stretch.first.flatMap({ pictures[$0].time }),
            let last = stretch.last.flatMap({ pictures[$0].time })
        else { return false }
        return last - first >= Self.minimumLength
    }

    /// Whether sorted sizes differ by half a percent at most, as equal pictures' do.
    private func isOneSize(_ sizes: [Int]) -> Bool {
        guard let least = sizes.first, let most = sizes.last else { return false }
        return (most - least) * 200 <= most
    }
}
