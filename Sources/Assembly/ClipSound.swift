import DailiesMedia
import DailiesMediaTime

/// Decodes one clip's sound and gives it out in order, placed by time against the clip's picture.
struct ClipSound: ~Copyable {
    /// Decoded samples of one block: one array for each channel.
    struct Block {
        /// Samples from the start of the clip's picture.
        let position: Int64
        let channels: [[Float]]

        var count: Int { channels.first?.count ?? 0 }
    }

    private var reader: FrameReader
    private let frame: Frame
    private let pictureStart: MediaTime
    private let path: String
    private var expectedPosition: Int64?

    private init(
        adopting reader: consuming FrameReader, _ frame: consuming Frame, pictureStart: MediaTime,
        path: String
    ) {
        self.reader = reader
        self.frame = frame
        self.pictureStart = pictureStart
        self.path = path
    }

    /// Opens the sound of a clip; `nil` where it has none.
    static func open(_ clip: Clip) throws(MediaError) -> ClipSound? {
        guard clip.sound != nil, let reader = try FrameReader.open(clip.path, .audio) else {
            return nil
        }
        return ClipSound(
            adopting: reader, try Frame(), pictureStart: clip.pictureStart, path: clip.path)
    }

    /// The next block of sound; `nil` at the end.
    mutating func next() throws(AssemblyError) -> Block? {
        do {
            guard try reader.next(into: frame) else { return nil }
        } catch {
            throw .unusableClip(path: path, reason: "its sound can't be decoded: \(error)")
        }
        guard frame.isPlanarFloat, frame.channelCount > 0 else {
            throw .unusableClip(path: path, reason: "its sound changes its layout on the way")
        }
        return block()
    }

    private mutating func block() -> Block {
        let sampleRate = reader.stream.sampleRate
        let time = frame.presentation.map(reader.stream.timeBase.time) ?? pictureStart
        let byClock = (time - pictureStart).units(per: sampleRate)
        // Time stamps in coarse units jitter; only a real gap or overlap moves the sound.
        let jitter = Int64(sampleRate / 100)
        var position = expectedPosition ?? byClock
        if abs(position - byClock) > jitter { position = byClock }
        expectedPosition = position + Int64(frame.sampleCount)
        return Block(
            position: position,
            channels: (0..<frame.channelCount).map { channel in
                frame.withSamples(channel: channel) { Array($0) }
            })
    }
}
