import DailiesBitstream
import DailiesMedia
import DailiesMediaTime
import Glibc

/// Reads a clip's facts, refusing what can't be joined by copying.
enum ClipReader {
    static func read(_ path: String) throws(AssemblyError) -> Clip {
        do {
            return try facts(path)
        } catch let error as MediaError {
            throw .unusableClip(path: path, reason: error.description)
        } catch let error as Unusable {
            throw .unusableClip(path: path, reason: error.reason)
        } catch {
            throw .unusableClip(path: path, reason: "\(error)")
        }
    }

    private struct Unusable: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    private static func facts(_ path: String) throws -> Clip {
        let demuxer = try Demuxer.open(path)
        guard let stream = demuxer.picture else { throw Unusable("it has no picture") }
        guard stream.codec == "h264", let configuration = AVCConfiguration(stream.configuration)
        else {
            throw Unusable("its picture is \(stream.codec), and only H.264 can be copied")
        }
        guard !stream.isEncrypted else { throw Unusable("it is encrypted") }
        try refuseTruncated(path, demuxer)
        let sound = demuxer.sound
        if let sound, !(try Decoder.open(sound, of: demuxer).givesPlanarFloat) {
            throw Unusable("its sound is \(sound.codec), and only AAC and its like can be joined")
        }
        demuxer.keepOnly([stream.index])
        let (presentations, bytes) = try readPackets(demuxer)
        let (first, step) = try grid(presentations)
        let base = stream.timeBase
        guard let rate = frameRate(step: step, base: base) else {
            throw Unusable("its frame rate can't be expressed")
        }
        return Clip(
            path: path,
            frameCount: presentations.count,
            frameRate: rate,
            sound: sound.map { Clip.Sound(sampleRate: $0.sampleRate, channels: $0.channels) },
            firstPresentation: first,
            pictureStart: base.time(first),
            unitsPerFrame: step,
            reorderDepth: reorderDepth(presentations),
            picture: Clip.Picture(
                width: stream.width, height: stream.height,
                pixelShape: "\(stream.pixelWidth):\(stream.pixelHeight)",
                rotation: stream.rotation, configuration: configuration),
            pictureBytes: bytes)
    }

    /// A file cut short opens without complaint when its index stands in front.
    private static func refuseTruncated(_ path: String, _ demuxer: borrowing Demuxer) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Unusable("it can't be read") }
        for stream in demuxer.streams where stream.kind == .video || stream.kind == .audio {
            if demuxer.overhang(of: stream.index, beyond: Int64(status.st_size)) != nil {
                throw Unusable("it is cut off: its index lists samples beyond the end of the file")
            }
        }
    }

    /// When each frame is shown, in decoding order, and how many bytes they have together.
    private static func readPackets(
        _ demuxer: borrowing Demuxer
    ) throws -> (presentations: [Int64], bytes: Int) {
        let packet = try Packet()
        var presentations: [Int64] = []
        var bytes = 0
        while try demuxer.read(into: packet) {
            guard !packet.isCorrupt else { throw Unusable("a packet is damaged") }
            guard !packet.isHidden else {
                throw Unusable("its edit list hides frames, which a copied picture can't carry on")
            }
            guard let time = packet.presentation else { throw Unusable("a frame has no time") }
            if presentations.isEmpty, !packet.isKey {
                throw Unusable("its first frame is no key frame")
            }
            presentations.append(time)
            bytes += packet.byteCount
        }
        guard !presentations.isEmpty else { throw Unusable("it has no frames") }
        return (presentations, bytes)
    }

    /// The first time and the constant step of the frames.
    private static func grid(_ presentations: [Int64]) throws -> (first: Int64, step: Int64) {
        let sorted = presentations.sorted()
        guard sorted.count > 1 else {
            throw Unusable("it has a single frame, so it has no frame rate")
        }
        let step = sorted[1] - sorted[0]
        guard step > 0 else { throw Unusable("two frames have the same time") }
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where later - earlier != step {
            throw Unusable("its frame rate varies")
        }
        return (sorted[0], step)
    }

    private static func frameRate(step: Int64, base: StreamInfo.TimeBase) -> FrameRate? {
        let duration = base.time(step)
        guard duration.value > 0, duration.value <= Int64(Int32.max) else { return nil }
        return FrameRate(duration.timescale, Int32(duration.value))
    }

    /// The most frames decoded before one that is shown earlier than they are.
    ///
    /// Frame i is shown at place `rank(i)`; it must have been decoded by then, so decoding has to
    /// start `i − rank(i)` frames early.
    private static func reorderDepth(_ presentations: [Int64]) -> Int {
        let order = presentations.indices.sorted { presentations[$0] < presentations[$1] }
        return order.enumerated().map { rank, index in index - rank }.max() ?? 0
    }
}
