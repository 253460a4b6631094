import DailiesContainer
import DailiesMedia

/// The video packets of a clip in decoding order.
///
/// If the file's index is simple, they are read directly from their offsets; otherwise the demuxer
/// finds them.
final class ClipPackets {
    /// The clip's index if it is simple; times and sizes are then known without reading packets.
    let table: SampleTable?
    private let file: FileBytes
    /// Finds the packets if the index isn't simple.
    private let demuxer: Demuxer?
    private var next = 0

    init(_ file: FileBytes, _ stream: StreamInfo) throws {
        self.file = file
        let table = SampleTable(file, track: stream.track)
        // The index is only used if libav agrees on the number of samples and the start of the
        // picture.
        let begin = table?.samples.map(\.pts).min()
        let isUsable =
            table?.hidesSamples == false && table?.samples.count == stream.frameCountFromHeader
            && (stream.start == nil || stream.start == begin.map(stream.timeBase.time))
        self.table = isUsable ? table : nil
        demuxer = isUsable ? nil : try Demuxer.open(file, .clips)
        demuxer?.keepOnly([stream.index])
    }

    /// Reads the next packet; `false` at the end.
    func read(into packet: borrowing Packet) throws -> Bool {
        guard let table else { return try demuxer?.read(into: packet) ?? false }
        guard next < table.samples.count else { return false }
        let sample = table.samples[next]
        try packet.read(sample.size) { bytes in
            file.read(at: Int64(sample.offset), into: bytes) == sample.size
        }
        packet.pts = sample.pts
        if sample.isKey { packet.markKeyFrame() }
        next += 1
        return true
    }

    /// Skips packets that decoding doesn't need.
    func skip(_ count: Int) throws {
        guard table == nil else {
            next += count
            return
        }
        let packet = try Packet()
        for _ in 0..<count { _ = try demuxer?.read(into: packet) }
    }
}
