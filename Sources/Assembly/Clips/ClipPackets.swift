import DailiesContainer
import DailiesMedia

/// The packets of a clip's picture, in the order of decoding.
///
/// Where the file's index is plain, they are read straight from their places; otherwise the demuxer
/// finds them.
final class ClipPackets {
    /// The clip's index where it is plain: nothing of the picture need be read to know it.
    let table: SampleTable?
    private let file: FileBytes
    /// Finds packets where the index isn't plain.
    private let demuxer: Demuxer?
    private var next = 0

    init(_ path: String, _ stream: StreamInfo) throws {
        file = try FileBytes.open(path)
        let table = SampleTable(file, track: stream.track)
        // libav and we must mean the same: where the picture begins, and how much there is of it.
        let begin = table?.samples.map(\.presentation).min()
        let isUsable =
            table?.hidesSamples == false && table?.samples.count == stream.frameCountFromHeader
            && (stream.start == nil || stream.start == begin.map(stream.timeBase.time))
        self.table = isUsable ? table : nil
        demuxer = isUsable ? nil : try Demuxer.open(path)
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
        packet.presentation = sample.presentation
        if sample.isKey { packet.markKey() }
        next += 1
        return true
    }

    /// Passes over packets, which decoding doesn't need.
    func skip(_ count: Int) throws {
        guard table == nil else {
            next += count
            return
        }
        let packet = try Packet()
        for _ in 0..<count { _ = try demuxer?.read(into: packet) }
    }
}
