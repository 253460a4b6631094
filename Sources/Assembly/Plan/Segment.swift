/// A range of the film's picture from one source.
struct Segment: Hashable {
    /// The film's frames.
    let frames: Range<Int>
    let source: Source

    enum Source: Hashable {
        /// Packets of one placement, starting at one of its own frames.
        case copied(placement: Int, from: Int)
        /// Frames that are decoded, conformed or dissolved, and encoded.
        case rendered
    }

    /// The film's segments in film order.
    ///
    /// - Parameter labelled: the number of the film's first frames that show its label.
    static func list(_ placements: [AssemblyPlan.Placement], labelled: Int) -> [Segment] {
        var list: [Segment] = []
        func append(_ frames: Range<Int>, _ source: Source) {
            guard !frames.isEmpty else { return }
            if source == .rendered, let last = list.last, last.source == .rendered {
                list[list.count - 1] = Segment(
                    frames: last.frames.lowerBound..<frames.upperBound, source: .rendered)
            } else {
                list.append(Segment(frames: frames, source: source))
            }
        }
        for (index, placement) in placements.enumerated() {
            let frames = placement.frames
            let begin = list.last?.frames.upperBound ?? 0
            let fadeOut = index + 1 < placements.count ? placements[index + 1].dissolve : 0
            guard placement.treatment != .encode, let order = placement.clip.packets?.order,
                let first = order.decodableSuffix(
                    from: max(placement.dissolve, labelled - frames.lowerBound)),
                case let last = order.decodablePrefix(upTo: frames.count - fadeOut),
                first < last
            else {
                append(begin..<frames.upperBound, .rendered)
                continue
            }
            append(begin..<frames.lowerBound + first, .rendered)
            append(
                frames.lowerBound + first..<frames.lowerBound + last,
                .copied(placement: index, from: first))
            append(frames.lowerBound + last..<frames.upperBound, .rendered)
        }
        return list
    }
}
