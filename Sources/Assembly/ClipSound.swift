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

    private let demuxer: Demuxer
    private let decoder: Decoder
    private let packet: Packet
    private let frame: Frame
    private let timeBase: StreamInfo.TimeBase
    private let sampleRate: Int
    private let pictureStart: MediaTime
    private let path: String
    private var expectedPosition: Int64?
    private var isDraining = false

    private init(
        demuxer: consuming Demuxer, decoder: consuming Decoder, packet: consuming Packet,
        frame: consuming Frame, stream: StreamInfo, pictureStart: MediaTime, path: String
    ) {
        self.demuxer = demuxer
        self.decoder = decoder
        self.packet = packet
        self.frame = frame
        self.path = path
        timeBase = stream.timeBase
        sampleRate = stream.sampleRate
        self.pictureStart = pictureStart
    }

    /// Opens the sound of a clip; `nil` where it has none.
    static func open(_ clip: Clip) throws(MediaError) -> ClipSound? {
        guard clip.sound != nil else { return nil }
        let demuxer = try Demuxer.open(clip.path)
        guard let stream = demuxer.sound, let picture = demuxer.picture else { return nil }
        demuxer.keepOnly([stream.index])
        let decoder = try Decoder.open(stream, of: demuxer)
        return ClipSound(
            demuxer: demuxer, decoder: decoder, packet: try Packet(), frame: try Frame(),
            stream: stream, pictureStart: picture.timeBase.time(clip.firstPresentation),
            path: clip.path)
    }

    /// The next block of sound; `nil` at the end.
    mutating func next() throws(AssemblyError) -> Block? {
        do {
            while true {
                switch try decoder.receive(into: frame) {
                case .frame:
                    guard frame.isPlanarFloat, frame.channelCount > 0 else {
                        throw AssemblyError.unusableClip(
                            path: path, reason: "its sound changes its layout on the way")
                    }
                    return block()
                case .finished: return nil
                case .needsPacket:
                    if isDraining { return nil }
                    if try demuxer.read(into: packet) {
                        try decoder.send(packet)
                    } else {
                        isDraining = true
                        try decoder.drain()
                    }
                }
            }
        } catch let error as AssemblyError {
            throw error
        } catch {
            throw .unusableClip(path: path, reason: "its sound can't be decoded: \(error)")
        }
    }

    private mutating func block() -> Block {
        let time = frame.presentation.map(timeBase.time) ?? pictureStart
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
