import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime

/// Decodes a file's sound in order, resampled to the film's rate and placed by its timestamps.
final class ClipSound {
    /// One block of decoded samples, one array for each channel.
    struct Block {
        /// Position in samples from the origin.
        let position: Int64
        let channels: [[Float]]

        var count: Int { channels.first?.count ?? 0 }
    }

    private let path: String
    /// The time on the file's own timeline that is position 0.
    private let origin: MediaTime
    private let film: Clip.Sound
    private var reader: FrameReader
    private let frame: Frame
    private let converted: Frame
    private var graph: FilterGraph?
    /// The sample layout that `graph` was made for.
    private var source: Layout?
    private var expectedPosition: Int64?
    private var hasEnded = false

    /// The sample layout of the decoder's output.
    private struct Layout: Equatable {
        let sampleRate: Int
        let channels: Int
        let isPlanarFloat: Bool

        /// Whether it can be mixed without conversion; a mono sound is mixed into all channels.
        func suits(_ film: Clip.Sound) -> Bool {
            isPlanarFloat && sampleRate == film.sampleRate && channels <= 2
        }
    }

    /// Opens a file's sound; `nil` if it has none.
    ///
    /// - Parameter origin: the time on the file's own timeline that is position 0; by default the
    ///   time at which its sound starts.
    init?(
        _ path: String, origin: MediaTime? = nil, film: Clip.Sound,
        _ formats: Demuxer.Formats = .clips
    ) throws(MediaError) {
        guard let reader = try FrameReader.open(try Demuxer.open(path, formats), .audio) else {
            return nil
        }
        self.origin = origin ?? reader.stream.start ?? .zero
        self.reader = reader
        self.path = path
        self.film = film
        frame = try Frame()
        converted = try Frame()
    }

    /// The next block of sound; `nil` at the end.
    func next() throws(AssemblyError) -> Block? {
        do {
            return try nextBlock()
        } catch let error as AssemblyError {
            throw error
        } catch {
            let rate = Int64(film.sampleRate)
            let time = MediaTime(value: expectedPosition ?? 0, timescale: Int32(rate))
            throw .unusableClip(
                path: path, reason: "its sound can't be decoded at \(time): \(error)")
        }
    }

    private func nextBlock() throws -> Block? {
        while true {
            if try graph?.receive(into: converted) == true {
                return block(converted, StreamInfo.TimeBase(1, film.sampleRate))
            }
            guard !hasEnded else { return nil }
            guard try reader.next(into: frame) else {
                hasEnded = true
                try graph?.drain()
                continue
            }
            guard frame.channelCount > 0, frame.sampleRate > 0 else {
                throw AssemblyError.unusableClip(path: path, reason: "its sound has no channels")
            }
            let layout = Layout(
                sampleRate: frame.sampleRate, channels: frame.channelCount,
                isPlanarFloat: frame.isPlanarFloat)
            if layout.suits(film) { return block(frame, reader.stream.timeBase) }
            if source != layout {
                source = layout
                let channels = layout.channels > 2 ? ":channel_layouts=stereo" : ""
                graph = try FilterGraph.sound(
                    "aresample=\(film.sampleRate),aformat=sample_fmts=fltp"
                        + ":sample_rates=\(film.sampleRate)\(channels)",
                    like: frame, timeBase: reader.stream.timeBase)
            }
            try graph?.send(frame)
        }
    }

    private func block(_ frame: borrowing Frame, _ base: StreamInfo.TimeBase) -> Block {
        let time = frame.pts.map(base.time) ?? origin
        let byClock = (time - origin).units(per: film.sampleRate)
        // Coarse timestamps jitter; only a gap or overlap of more than 10 ms moves the sound.
        let jitter = Int64(film.sampleRate / 100)
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

extension StreamInfo.TimeBase {
    /// A time base with so many units in a second.
    fileprivate init(_ numerator: Int32, _ unitsPerSecond: Int) {
        self.init(numerator: numerator, denominator: Int32(unitsPerSecond))
    }
}
