import DailiesBitstream
import DailiesContainer
import DailiesDisclosure
import DailiesMedia
import DailiesMediaTime

/// Measures a file from its header and index.
enum HeaderReader {
    /// Opens a file for `measure` and for scans.
    static func open(_ path: String) throws(MeasurementError) -> FileBytes {
        do {
            return try FileBytes.open(path)
        } catch {
            throw MeasurementError(code: .unreadable, message: error.reason)
        }
    }

    static func measure(
        _ file: FileBytes, _ limits: RunningLimits
    ) throws(MeasurementError) -> MediaMeasurement {
        guard !MatroskaFile.hasSignature(file) else {
            return try MatroskaReader.measure(file, limits)
        }
        let boxes = TopLevelBoxes(file)
        let precheck = IndexPrecheck(file, boxes)
        guard !precheck.isImplausible else { throw FileTypeSniffer.explain(file) }
        let demuxer = try open(file, limits)
        // A stopped demuxer may have read less than the file holds.
        if let reason = limits.stopReason { throw stopped(reason) }
        guard boxes.first("moov") != nil else { throw withoutIndex(boxes) }
        guard demuxer.streams.contains(where: { $0.kind != .other }) else {
            throw MeasurementError(
                code: .notMedia, message: "it is an MP4 file without picture or sound")
        }
        var damage = findDamage(demuxer, boxes, bytes: file.count)
        let missing = damage.flatMap { needlessBytes($0, demuxer, boxes, file, precheck) }
        if missing != nil { damage = nil }
        let fragments = boxes.first("moof").map { _ in precheck.fragmentSamples }
        let picture = demuxer.picture
        let sound = demuxer.sound
        return MediaMeasurement(
            file: file.path,
            container: demuxer.tag("major_brand") == "qt  " ? "mov" : "mp4",
            bytes: file.count,
            duration: demuxer.durationFromHeader,
            complete: damage == nil,
            faststart: boxes.hasIndexInFront,
            video: picture.map { video($0, in: demuxer, precheck, fragments) },
            audio: sound.flatMap {
                audio($0, in: demuxer, file, precheck)
            },
            isFragmented: fragments != nil,
            isEncrypted: picture?.isEncrypted == true || sound?.isEncrypted == true,
            videoTracks: demuxer.streams.count { $0.kind == .video },
            audioTracks: demuxer.streams.count { $0.kind == .audio },
            otherTracks: demuxer.streams.count { $0.kind == .other },
            longestTrack: demuxer.streams.compactMap(\.end).max(),
            damage: damage,
            missingBytes: missing,
            repeatedFragments: precheck.timeline.repeated,
            elements: nil,
            disclosure: DisclosureMarks(file, boxes))
    }

    /// Opens a file with libav, after it was checked that its header isn't implausible.
    static func open(
        _ file: FileBytes, _ limits: RunningLimits
    ) throws(MeasurementError) -> Demuxer {
        do {
            return try Demuxer.open(file, .videos, shouldStop: limits.shouldStop)
        } catch {
            if error.code == .interrupted { throw stopped(limits.stopReason ?? error.reason) }
            if error.code == .notImplemented {
                throw MeasurementError(
                    code: .unreadable, message: "libav doesn't support this kind of file yet")
            }
            throw FileTypeSniffer.explain(file)
        }
    }

    /// libav opens some files in which no index is among the top-level boxes.
    private static func withoutIndex(_ boxes: TopLevelBoxes) -> MeasurementError {
        if boxes.hasMore {
            return MeasurementError(
                code: .damaged,
                message:
                    "it has more than \(boxes.list.count) boxes, and its index is not among them")
        }
        // Still pictures have their index in a box "meta" (ISO/IEC 23008-12).
        return boxes.first("meta") == nil
            ? MeasurementError(code: .damaged, message: "its index (moov) can't be found")
            : MeasurementError(
                code: .notMedia, message: "it is a still picture (AVIF or HEIF), not a video")
    }

    static func stopped(_ reason: String) -> MeasurementError {
        MeasurementError(code: .stopped, message: "checking it ended early: \(reason)")
    }

    /// Compares the index with the file's length.
    ///
    /// A truncated file whose index is in front opens without an error and still claims its full
    /// duration.
    private static func findDamage(
        _ demuxer: borrowing Demuxer, _ boxes: TopLevelBoxes, bytes: Int64
    ) -> MediaMeasurement.Damage? {
        var lost = 0
        var stopsAt: MediaTime?
        for stream in demuxer.streams where stream.kind == .video || stream.kind == .audio {
            guard let truncation = demuxer.truncation(of: stream.index, fileSize: bytes) else {
                continue
            }
            lost += truncation.entries
            let time = stream.timeBase.time(truncation.firstDTS)
            stopsAt = min(stopsAt ?? time, time)
        }
        if let stopsAt {
            return MediaMeasurement.Damage(samplesLost: lost, stopsAt: max(stopsAt, .zero))
        }
        // The samples of a fragment whose header is lost are unknown.
        return boxes.truncatedBox(fileSize: bytes).map { _ in
            MediaMeasurement.Damage(samplesLost: 0, stopsAt: demuxer.durationFromHeader ?? .zero)
        }
    }

    /// How many bytes of the media are missing behind every sample; `nil` if a sample is missing too,
    /// or may be.
    private static func needlessBytes(
        _ damage: MediaMeasurement.Damage, _ demuxer: borrowing Demuxer, _ boxes: TopLevelBoxes,
        _ file: FileBytes, _ precheck: IndexPrecheck
    ) -> Int64? {
        // The movie of a fragmented file (`mvex`) doesn't list all samples.
        let tracks = Boxes(precheck.movie).count { $0.type == "trak" }
        guard damage.samplesLost == 0, boxes.first("moof") == nil,
            Boxes(precheck.movie).first("mvex") == nil, tracks == demuxer.streams.count,
            let media = boxes.truncatedBox(fileSize: file.count), media.type == "mdat",
            demuxer.streams.allSatisfy({ stream in
                demuxer.indexCount(of: stream.index) > 0
                    && demuxer.truncation(of: stream.index, fileSize: file.count) == nil
            })
        else { return nil }
        let (end, overflow) = media.offset.addingReportingOverflow(media.size)
        return overflow ? nil : end - file.count
    }

    private static func video(
        _ stream: StreamInfo, in demuxer: borrowing Demuxer, _ precheck: IndexPrecheck,
        _ fragments: [Int: Int]?
    ) -> MediaMeasurement.Video {
        let listed = listed(stream, in: demuxer, fragments)
        let track = IndexedTrack(precheck.movie, number: stream.track)
        // The index of a fragmented file lists only its first samples.
        let rate =
            fragments == nil
            ? track.flatMap { $0.durations?.rateWithoutLast(timescale: $0.timescale) } : nil
        return MediaMeasurement.Video(
            stream,
            PictureTimes(
                frameRate: rate ?? stream.averageFrameRate,
                frameCount: listed - demuxer.hiddenCount(of: stream.index),
                listedFrames: listed, duration: length(stream, track, precheck),
                // libav takes the first picture to be shown where the edit list begins.
                start: max(stream.start ?? .zero, fragments == nil ? track?.delay ?? .zero : .zero),
                unit: nil),
            track: track)
    }

    /// The number of frames in the index, or in the headers of all fragments.
    private static func listed(
        _ stream: StreamInfo, in demuxer: borrowing Demuxer, _ fragments: [Int: Int]?
    ) -> Int {
        if let fragments {
            return stream.frameCountFromHeader + (fragments[stream.track] ?? 0)
        }
        let indexed = demuxer.indexCount(of: stream.index)
        return indexed > 0 ? indexed : stream.frameCountFromHeader
    }

    private static func audio(
        _ stream: StreamInfo, in demuxer: borrowing Demuxer, _ file: FileBytes,
        _ precheck: IndexPrecheck
    ) -> MediaMeasurement.Audio? {
        // A track without any audio packet counts as no sound.
        guard stream.frameCountFromHeader > 0 || demuxer.indexCount(of: stream.index) > 0 else {
            return nil
        }
        let track = IndexedTrack(precheck.movie, number: stream.track)
        return MediaMeasurement.Audio(
            codec: stream.codec,
            sampleRate: stream.sampleRate,
            channels: channels(stream, in: demuxer, file),
            duration: length(stream, track, precheck),
            start: stream.start ?? .zero,
            track: track)
    }

    /// The number of channels; for MP3 as its first frame says: MP4 states two whatever there are.
    private static func channels(
        _ stream: StreamInfo, in demuxer: borrowing Demuxer, _ file: FileBytes
    ) -> Int {
        guard stream.codec == "mp3", let first = demuxer.indexEntry(0, of: stream.index),
            let header = MPEGAudioHeader(file.read(at: first.offset, 4))
        else { return stream.channels }
        return header.channels
    }

    /// How long a track is: as its header says, or, if it doesn't, as its fragments are together.
    private static func length(
        _ stream: StreamInfo, _ track: IndexedTrack?, _ precheck: IndexPrecheck
    ) -> MediaTime? {
        if let stated = stream.durationFromHeader { return stated }
        guard let units = precheck.timeline.length(ofTrack: stream.track), units > 0 else {
            return nil
        }
        return stream.timeBase.time(Int64(units + (track?.durations?.total ?? 0)))
    }
}
