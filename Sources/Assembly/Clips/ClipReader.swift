import DailiesBitstream
import DailiesContainer
import DailiesMedia
import DailiesMediaTime

/// Reads a clip's properties and rejects clips that can't be used at all.
enum ClipReader {
    static func read(_ path: String) throws(AssemblyError) -> Clip {
        do {
            return try readClip(path)
        } catch let error as MediaError {
            throw .unusableClip(path: path, reason: error.description)
        } catch let error as UnreadableFile {
            throw .unusableClip(path: path, reason: error.reason)
        } catch let error as IndexFault {
            throw .unusableClip(path: path, reason: error.reason)
        } catch let error as Unusable {
            throw .unusableClip(path: path, reason: error.reason)
        } catch {
            throw .unusableClip(path: path, reason: "\(error)")
        }
    }

    /// Decodes a clip's first pictures, to make sure that its parameter sets fit.
    ///
    /// - Parameter count: how many packets are decoded at most.
    static func checkDecoding(_ path: String, packets count: Int) throws(AssemblyError) {
        do {
            // If the first packets contain no displayed picture, the whole clip is decoded.
            guard try decodePictures(path, packets: count) || decodePictures(path, packets: .max)
            else { throw Unusable("it has no picture") }
        } catch let error as Unusable {
            throw .unusableClip(path: path, reason: error.reason)
        } catch {
            throw .unusableClip(
                path: path, reason: "its first pictures can't be decoded: \(error)")
        }
    }

    /// Decodes a clip's first packets; `false` if no picture came of them.
    private static func decodePictures(_ path: String, packets count: Int) throws -> Bool {
        let demuxer = try Demuxer.open(path, .clips)
        guard var reader = try FrameReader.open(demuxer, .video, mostPackets: count) else {
            return false
        }
        let frame = try Frame()
        var (hasPicture, isDamaged) = (false, false)
        while try !isDamaged && reader.next(into: frame) {
            hasPicture = true
            isDamaged = frame.isDamaged
        }
        // A picture that the decoder couldn't return can have left only a line in its log.
        guard !isDamaged, reader.consumeLoggedFaults() == 0 else {
            throw Unusable(
                "its first pictures can't be decoded completely: they are damaged, or its "
                    + "parameter sets are; fetch or generate it again")
        }
        return hasPicture
    }

    /// How long the sound of a file lasts that plays under the film.
    ///
    /// - Throws: `AssemblyError` if it has no sound that can be decoded.
    static func soundDuration(of path: String) throws(AssemblyError) -> MediaTime {
        do {
            let file = try FileBytes.open(path)
            guard try FrameReader.open(try Demuxer.open(file, .sounds), .audio) != nil,
                case let demuxer = try Demuxer.open(file, .sounds), let stream = demuxer.sound
            else { throw Unusable("it has no sound") }
            // Headers of MP3 files often state a wrong duration, so that the packets are counted.
            demuxer.keepOnly([stream.index])
            let packet = try Packet()
            var end: Int64 = 0
            while try demuxer.read(into: packet) {
                end = max(end, (packet.pts ?? end) + packet.duration)
            }
            return stream.timeBase.time(end) - (stream.start ?? .zero)
        } catch let error as UnreadableFile {
            throw .unusableClip(path: path, reason: error.reason)
        } catch let error as Unusable {
            throw .unusableClip(path: path, reason: error.reason)
        } catch {
            throw .unusableClip(
                path: path,
                reason: "its sound can't be read (MP3, WAV, FLAC, M4A, MP4, MOV, Ogg, AIFF and "
                    + "Matroska can): \(error)")
        }
    }

    /// Why a clip can't be used, worded to follow "CLIP can't be used: ".
    struct Unusable: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    private static func readClip(_ path: String) throws -> Clip {
        let file = try FileBytes.open(path)
        let audit = try IndexAudit(file)
        let demuxer = try open(file)
        guard let stream = demuxer.picture else { throw Unusable("it has no picture") }
        let sound = demuxer.sound
        guard !stream.isEncrypted, sound?.isEncrypted != true,
            !EncryptionMarks.arePresent(in: file)
        else { throw Unusable("it is encrypted") }
        for (what, stream) in [("picture", stream), ("sound", sound ?? stream)]
        where !stream.isDecodable {
            throw Unusable("this FFmpeg can't decode its \(what); convert it first")
        }
        try refuseTruncated(file, demuxer)
        if audit.sampleCounts.isEmpty { try refuseEarlyEnd(file, demuxer) }
        let coding = Clip.Coding(stream)
        let configuration = coding?.h264
        let contradiction =
            configuration?.contradiction
            ?? HEVCConfiguration(stream.configuration).flatMap {
                stream.codec == "hevc" ? $0.contradiction : nil
            }
        if let contradiction { throw damagedSets(contradiction) }
        let list = try list(file, stream, configuration)
        if let configuration, let note = list.encoderNote,
            let contradiction = X264Settings.contradiction(note, configuration)
        {
            throw damagedSets(contradiction)
        }
        try refuseOtherSize(stream, configuration)
        // Where an edit list hides frames, libav doesn't read all of them.
        if let count = audit.sampleCounts[stream.track], list.hidden == 0,
            count != list.presentationTimes.count
        {
            throw Unusable(
                "its index is damaged: it lists \(count) frames, of which "
                    + "\(list.presentationTimes.count) can be read")
        }
        let times = FrameTimes(
            presentationTimes: list.presentationTimes, lastDuration: list.lastDuration,
            timeBase: stream.timeBase, stated: stream.averageFrameRate)
        try refuseOddTimes(times)
        try refuseWrongClock(times, configuration)
        let picture = try picture(
            file, stream, configuration, isMirrored: audit.mirroredTracks.contains(stream.track))
        let obstacles = obstacles(picture, coding, times, list)
        return Clip(
            path: path,
            frameCount: list.presentationTimes.count,
            frameRate: times.rate,
            duration: times.duration,
            sound: sound.map { Clip.Sound(sampleRate: $0.sampleRate, channels: $0.channels) },
            picture: picture,
            pictureStart: stream.timeBase.time(times.first),
            pictureBytes: list.bytes,
            packets: obstacles.isEmpty
                ? packets(stream, coding, times, list) : nil,
            obstacles: obstacles)
    }

    private static func damagedSets(_ contradiction: String) -> Unusable {
        Unusable("its parameter sets are damaged: \(contradiction); fetch or generate it again")
    }

    /// The size in the H.264 stream may only differ from that in the index by lines and columns that
    /// fill the last block and were never cropped.
    private static func refuseOtherSize(
        _ stream: StreamInfo, _ configuration: AVCConfiguration?
    ) throws {
        guard let sequence = configuration?.firstSequence else { return }
        func fits(_ coded: Int, _ stored: Int) -> Bool {
            // 4:2:0 can't code an odd size.
            (0...1).contains(coded - stored) || coded == (stored + 15) / 16 * 16
        }
        guard fits(sequence.width, stream.width), fits(sequence.height, stream.height) else {
            throw damagedSets(
                "they state \(sequence.width)x\(sequence.height) pixels, and its index "
                    + "\(stream.width)x\(stream.height)")
        }
    }

    /// The longest that a frame may be shown.
    static let longestFrame = MediaTime(value: 600, timescale: 1)
    /// By how many frames the order of display may differ from that of decoding: decoders hold back at
    /// most 16 frames (ITU-T H.264, A.3.1; H.265, A.4.2), of which each may be two fields.
    static let largestReordering = 32

    /// A single damaged number can show a frame hours after the others.
    private static func refuseOddTimes(_ times: FrameTimes) throws {
        if let most = times.longestStep, most > longestFrame {
            throw Unusable(
                "one of its frames is shown for \(most): its index is damaged, or the clip has to be "
                    + "cut first")
        }
        if let frame = times.displacedFrame(by: largestReordering) {
            throw Unusable(
                "its index is damaged: frame \(frame), as they are decoded, is shown more than "
                    + "\(largestReordering) frames earlier or later")
        }
    }

    /// By which share a damaged clock differs from the rate that the stream states.
    ///
    /// A larger difference is a clip that was slowed down or sped up.
    static let wrongClock = 0.0001..<0.02

    /// A rate that is nearly the one in the H.264 stream, and isn't one that anybody uses, comes from a
    /// damaged number of units per second.
    private static func refuseWrongClock(
        _ times: FrameTimes, _ configuration: AVCConfiguration?
    ) throws {
        guard let rate = times.rate, ![1, 1001].contains(rate.denominator),
            let stated = configuration?.firstSequence?.frameRate
        else { return }
        let expected = Double(stated.numerator) / Double(stated.denominator)
        let difference = abs(rate.framesPerSecond / expected - 1)
        // Some writers round the time of a frame to milliseconds.
        let step = rate.frameDuration
        let isRounded =
            step == MediaTime(value: step.units(per: 1000), timescale: 1000)
            && abs(step.seconds - 1 / expected) < 0.001
        if wrongClock.contains(difference), !isRounded {
            throw Unusable(
                "its index is damaged: its frames follow at \(rate) a second, and its stream says "
                    + "\(stated.numerator)/\(stated.denominator)")
        }
    }

    private static func open(_ file: FileBytes) throws -> Demuxer {
        do {
            return try Demuxer.open(file, .clips)
        } catch {
            throw Unusable(FileKind.explain(file).message)
        }
    }

    /// A truncated file opens without an error if its index is in front.
    private static func refuseTruncated(_ file: FileBytes, _ demuxer: borrowing Demuxer) throws {
        for stream in demuxer.streams where stream.kind == .video || stream.kind == .audio {
            if demuxer.truncation(of: stream.index, fileSize: file.count) != nil {
                throw Unusable("it is cut off: its index lists samples beyond the end of the file")
            }
        }
    }

    /// By how much a file without an index may be shorter than its header says.
    static let largestMissingEnd = MediaTime(value: 1, timescale: 2)

    /// A truncated file of another container ends without an error.
    private static func refuseEarlyEnd(_ file: FileBytes, _ opened: borrowing Demuxer) throws {
        guard let stated = opened.durationFromHeader else { return }
        let demuxer = try Demuxer.open(file, .clips)
        let packet = try Packet()
        var (start, end): (MediaTime?, MediaTime?) = (nil, nil)
        while try demuxer.read(into: packet) {
            guard let time = packet.pts else { continue }
            let base = demuxer.streams[packet.stream].timeBase
            start = min(start ?? base.time(time), base.time(time))
            end = max(end ?? base.time(time), base.time(time + packet.duration))
        }
        let found = (end ?? .zero) - (start ?? .zero)
        guard found + largestMissingEnd >= stated else {
            throw Unusable("it is cut off: it states \(stated), and it ends after \(found)")
        }
    }

    /// The format from the parameter sets, or from the first decoded frame if there are none.
    private static func picture(
        _ file: FileBytes, _ stream: StreamInfo, _ configuration: AVCConfiguration?,
        isMirrored: Bool
    ) throws -> Clip.Picture {
        var format = PictureFormat(width: stream.width, height: stream.height)
        format.pixelShape = PixelShape(stream.pixelWidth, stream.pixelHeight)
        let sequence = configuration?.firstSequence
        var isProgressive = true
        if let sequence, let pixelFormat = sequence.pixelFormat {
            format.pixelFormat = pixelFormat
            format.colour = sequence.colour
            isProgressive = sequence.isProgressive
        } else {
            guard var reader = try FrameReader.open(Demuxer.open(file, .clips), .video) else {
                throw Unusable("it has no picture")
            }
            let frame = try Frame()
            guard try reader.next(into: frame) else { throw Unusable("no frame can be decoded") }
            let stated = format.pixelShape
            format = frame.pictureFormat
            // Players use the pixel aspect ratio of the container, if it states one, and not that of the
            // coded pictures.
            if stated != PixelShape() { format.pixelShape = stated }
            isProgressive = !frame.isInterlaced
        }
        return Clip.Picture(
            codec: stream.codec, format: format, rotation: stream.rotation,
            isMirrored: isMirrored, isProgressive: isProgressive)
    }
}
