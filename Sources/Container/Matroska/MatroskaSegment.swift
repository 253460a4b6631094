/// The elements of a Matroska file's segment: where they are, and whether they are whole.
///
/// Sources: RFC 8794 (EBML) and RFC 9559 (Matroska).
struct MatroskaSegment {
    typealias Element = EBMLFile.Element

    /// Where the content of the segment begins; places in the index count from here.
    let start: Int64
    /// Where the segment ends according to its header; `nil` if it doesn't say.
    let statedEnd: Int64?
    /// All elements, in the file's order.
    private(set) var elements: [Element] = []
    /// Where something comes that is no element; `nil` if there is nothing like that.
    private(set) var damageOffset: Int64?
    /// Whether an element, or the segment, ends beyond the end of the file.
    private(set) var isTruncated = false
    /// Whether reading ended early because the caller stopped it.
    private(set) var wasStopped = false

    /// Reads the headers of all elements.
    ///
    /// - Parameter segment: the segment itself.
    init(_ reader: inout EBMLFile, _ segment: Element, shouldStop: () -> Bool) {
        start = segment.content
        statedEnd = segment.end
        let fileEnd = reader.file.count
        let end = min(statedEnd ?? fileEnd, fileEnd)
        isTruncated = (statedEnd ?? 0) > fileEnd
        var offset = start
        while offset < end {
            if elements.count % 1024 == 1023, shouldStop() {
                wasStopped = true
                return
            }
            guard let element = reader.element(at: offset) else {
                // A header may be cut off at the end of the file.
                let isCut = fileEnd - offset < EBMLHeader.maximumLength
                if isCut { isTruncated = true } else { damageOffset = offset }
                return
            }
            // In a segment without a size another file may follow.
            if statedEnd == nil, [MatroskaID.ebml, MatroskaID.segment].contains(element.id) {
                return
            }
            guard MatroskaID.inSegment.contains(element.id) else {
                damageOffset = offset
                return
            }
            elements.append(element)
            guard let next = element.end ?? endOfCluster(&reader, element, end, shouldStop) else {
                damageOffset = offset
                return
            }
            if next > fileEnd {
                isTruncated = true
            } else if next > end {
                damageOffset = offset
                return
            }
            offset = next
        }
    }

    /// Where a cluster without a size ends: at the first element that can't be in a cluster.
    private mutating func endOfCluster(
        _ reader: inout EBMLFile, _ cluster: Element, _ end: Int64, _ shouldStop: () -> Bool
    ) -> Int64? {
        guard cluster.id == MatroskaID.cluster else { return nil }
        var offset = cluster.content
        var count = 0
        while offset < end, let element = reader.element(at: offset),
            MatroskaID.inCluster.contains(element.id), let next = element.end
        {
            count += 1
            if count % 1024 == 0, shouldStop() {
                wasStopped = true
                return end
            }
            offset = next
        }
        return offset
    }

    /// The first element with an ID.
    func first(_ id: UInt32) -> Element? { elements.first { $0.id == id } }
}
