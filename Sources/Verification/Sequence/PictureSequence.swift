package import DailiesMediaTime

/// How the pictures of a file follow each other: each is compared with the two before it.
package struct PictureSequence: Sendable, Hashable {
    /// What changed from a picture to the next.
    package struct Step: Sendable, Hashable {
        /// The time of the later picture.
        package let time: MediaTime
        /// The mean difference from the picture before, in code values.
        package let luma: Float
        package let chroma: Float
        /// The mean difference from the picture before that one; `nil` for the second picture.
        let lumaOverTwo: Float?
        let chromaOverTwo: Float?
    }

    /// The steps in the order of display: one fewer than pictures.
    package private(set) var steps: [Step] = []
    /// When the first picture is shown.
    package private(set) var start: MediaTime?
    package private(set) var cuts = CutDetector()
    package private(set) var inserts = InsertDetector()
    /// The number of pictures that could not be compared: their layout or their time isn't known.
    private(set) var unreadCount = 0
    private var last: PictureDigest?
    private var secondLast: PictureDigest?

    package init() {}

    /// The number of pictures that were compared.
    var count: Int { last == nil ? 0 : steps.count + 1 }

    /// Adds a picture; without a digest or a time it is only counted.
    package mutating func add(_ picture: PictureDigest?, at time: MediaTime?) {
        guard let picture, let time else {
            unreadCount += 1
            return
        }
        start = start ?? time
        if let last {
            let difference = picture.difference(from: last)
            let overTwo = secondLast.map { picture.difference(from: $0) }
            steps.append(
                Step(
                    time: time, luma: difference.luma, chroma: difference.chroma,
                    lumaOverTwo: overTwo?.luma, chromaOverTwo: overTwo?.chroma))
            let isCut = cuts.add(difference.luma, at: time) {
                picture.histogramDistance(from: last)
            }
            inserts.add(picture, after: last, difference.luma, isCut: isCut, at: time)
        }
        (secondLast, last) = (last, picture)
    }
}
