import DailiesMedia
import DailiesMediaFilter
package import DailiesMediaTime
package import DailiesVerification

/// Eight small pictures of a file side by side, from its first picture to its last, collected while
/// the file is decoded.
package struct PictureStrip: ~Copyable {
    /// How many pictures stand side by side.
    package static let count = 8
    /// The box into which each picture is reduced.
    private static let box = FrameSize(width: 128, height: 96)
    /// The quality of the JPEG: 1 (best) to 31.
    private static let quality = 6

    private let tile: FrameSize
    private let interval: Double
    private var row: Frame?
    private var graph: FilterGraph?
    private var first: MediaTime?
    /// How many pictures are in the row.
    private var filled = 0

    /// - Parameter video: the measured picture, which says how large and how long it is.
    init(of video: MediaMeasurement.Video?) {
        tile = video.map(Self.tile) ?? Self.box
        interval = (video?.duration ?? .zero).seconds / Double(Self.count - 1)
        row = nil
        graph = nil
    }

    /// The size of one picture of a strip: even numbers, within the box.
    package static func tile(of video: MediaMeasurement.Video) -> FrameSize {
        // Decoded pictures aren't rotated as players show them.
        let isTurned = video.rotation % 180 != 0
        let size = FrameSize(
            width: isTurned ? video.displayHeight : video.displayWidth,
            height: isTurned ? video.displayWidth : video.displayHeight)
        guard size.width > 0, size.height > 0 else { return box }
        let scale = min(
            Double(box.width) / Double(size.width), Double(box.height) / Double(size.height))
        func even(_ side: Int) -> Int { max(2, Int((Double(side) * scale / 2).rounded()) * 2) }
        return FrameSize(width: even(size.width), height: even(size.height))
    }

    /// Takes a picture into the row if it is the first one at or after the next moment; the last place
    /// stays free for the last picture.
    mutating func add(_ frame: borrowing Frame, _ timeBase: StreamInfo.TimeBase) {
        guard filled < Self.count - 1, let time = frame.pts.map(timeBase.time) else { return }
        let start = first ?? time
        first = start
        // If the header states too long a duration, places stay empty; if it states too short a one, the
        // row is full before the end.
        guard (time - start).seconds >= Double(filled) * interval - 0.001 else { return }
        place(frame, timeBase, at: filled)
        filled += 1
    }

    /// Puts the picture that is shown last into the last place.
    mutating func addLast(_ frame: borrowing Frame, _ timeBase: StreamInfo.TimeBase) {
        place(frame, timeBase, at: Self.count - 1)
    }

    /// The row as JPEG; `nil` if no picture could be reduced.
    var jpeg: [UInt8]? {
        switch row {
        case .some(let row): (try? StillImage.jpeg(row, quality: Self.quality)) ?? nil
        case .none: nil
        }
    }

    private mutating func place(
        _ frame: borrowing Frame, _ timeBase: StreamInfo.TimeBase, at index: Int
    ) {
        // A picture that can't be reduced leaves its place empty: the verdict says what is wrong.
        try? reduce(frame, timeBase, to: index)
    }

    private mutating func reduce(
        _ frame: borrowing Frame, _ timeBase: StreamInfo.TimeBase, to index: Int
    ) throws(MediaError) {
        if row == nil {
            let empty = try Frame.picture(
                width: tile.width * Self.count, height: tile.height, fullRange: true)
            for plane in 0..<3 {
                empty.withPlane(plane) { bytes, _ in bytes.update(repeating: 128) }
            }
            row = consume empty
        }
        if graph == nil {
            graph = try FilterGraph.pictures(
                "scale=\(tile.width):\(tile.height):flags=area:out_range=full,format=yuvj420p",
                like: frame, timeBase: timeBase)
        }
        let small = try Frame()
        try graph?.send(frame)
        guard try graph?.receive(into: small) == true else { return }
        copy(small, to: index)
    }

    private borrowing func copy(_ small: borrowing Frame, to index: Int) {
        switch row {
        case .none: return
        case .some(let row):
            for plane in 0..<3 {
                let width = plane == 0 ? tile.width : tile.width / 2
                small.withPlane(plane) { source, sourceStride in
                    row.withPlane(plane) { target, targetStride in
                        for line in 0..<(plane == 0 ? tile.height : tile.height / 2) {
                            for column in 0..<width {
                                target[line * targetStride + index * width + column] =
                                    source[line * sourceStride + column]
                            }
                        }
                    }
                }
            }
        }
    }
}
