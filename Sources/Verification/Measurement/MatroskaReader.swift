import DailiesContainer
import DailiesMedia
import DailiesMediaTime

/// Measures a Matroska or WebM file from the headers of its elements.
///
/// Matroska has no table of samples. The header of each block is read instead: it says when the
/// frame is shown, but nothing about its content.
enum MatroskaReader {
    static func measure(
        _ file: FileBytes, _ limits: RunningLimits
    ) throws(MeasurementError) -> MediaMeasurement {
        guard let matroska = MatroskaFile(file, shouldStop: limits.shouldStop),
            ["webm", "matroska"].contains(matroska.documentType), !matroska.isImplausible,
            matroska.hasMedia || matroska.wasStopped
        else { throw FileTypeSniffer.explain(file) }
        if matroska.wasStopped {
            throw HeaderReader.stopped(limits.stopReason ?? "it was stopped")
        }
        let demuxer = try HeaderReader.open(file, limits)
        if let reason = limits.stopReason { throw HeaderReader.stopped(reason) }
        guard demuxer.streams.contains(where: { $0.kind != .other }) else {
            throw MeasurementError(
                code: .notMedia, message: "it is a Matroska file without picture or sound")
        }
        // libav makes a stream of each of these tracks, in the same order.
        let tracks = matroska.tracks.filter {
            $0.header.kind != nil && !$0.header.codec.isEmpty
        }
        func track(_ stream: StreamInfo, _ kind: MatroskaTrack.Kind) -> MatroskaFile.Track? {
            guard stream.index < tracks.count, tracks[stream.index].header.kind == kind else {
                return nil
            }
            return tracks[stream.index]
        }
        let video = demuxer.picture.map { stream in
            MediaMeasurement.Video(
                stream, times(stream, track(stream, .video), unit: matroska.timestampScale),
                track: nil)
        }
        let stated = matroska.statedDuration.map(time)
        let longest = matroska.tracks.compactMap(\.end).max().map(time)
        let structure = ElementStructure(
            damageOffset: matroska.damageOffset, cueCount: matroska.cueCount,
            wrongCueCount: matroska.wrongCueCount,
            headerChecksums: ChecksumCounts(
                file, matroska.checksums.filter { !$0.coversFrames },
                shouldStop: limits.shouldStop))
        let damage = damage(matroska, stated: stated, found: longest ?? .zero)
        return MediaMeasurement(
            file: file.path,
            container: matroska.documentType == "webm" ? "webm" : "matroska",
            bytes: file.count,
            duration: stated,
            complete: damage == nil && !matroska.statesItsEnd && stated == nil
                ? nil : damage == nil,
            faststart: matroska.hasTracksInFront,
            video: video,
            audio: demuxer.sound.flatMap { audio($0, track($0, .audio)) },
            isFragmented: false,
            isEncrypted: matroska.isEncrypted,
            videoTracks: demuxer.streams.count { $0.kind == .video },
            audioTracks: demuxer.streams.count { $0.kind == .audio },
            otherTracks: demuxer.streams.count { $0.kind == .other },
            longestTrack: longest,
            damage: damage,
            missingBytes: nil,
            repeatedFragments: nil,
            elements: structure,
            disclosure: nil)
    }

    private static func time(_ nanoseconds: Int64) -> MediaTime {
        MediaTime(value: nanoseconds, timescale: 1_000_000_000)
    }

    /// By how much a file that doesn't state its size may be shorter than its stated duration.
    static let largestMissingEnd = MediaTime(value: 1, timescale: 2)

    /// What is missing at the end of the file; `nil` if nothing is.
    private static func damage(
        _ matroska: MatroskaFile, stated: MediaTime?, found: MediaTime
    ) -> MediaMeasurement.Damage? {
        let endsEarly =
            !matroska.statesItsEnd && (stated ?? .zero) - found > Self.largestMissingEnd
        guard matroska.isTruncated || endsEarly else { return nil }
        // How many frames are lost isn't known: there is no list of them.
        return MediaMeasurement.Damage(samplesLost: 0, stopsAt: max(.zero, found))
    }

    private static func times(
        _ stream: StreamInfo, _ track: MatroskaFile.Track?, unit: Int64
    ) -> PictureTimes {
        let shown = (track?.frames ?? 0) - (track?.hiddenFrames ?? 0)
        let start = time(track?.start ?? 0)
        return PictureTimes(
            frameRate: track.flatMap { rate(stream, $0, shown: shown, unit: unit) },
            frameCount: shown,
            listedFrames: track?.frames ?? 0,
            duration: track?.end.map { time($0) - start },
            start: start,
            unit: time(unit))
    }

    /// The rate that the header states if the frames follow it; their mean rate otherwise.
    private static func rate(
        _ stream: StreamInfo, _ track: MatroskaFile.Track, shown: Int, unit: Int64
    ) -> FrameRate? {
        guard shown > 1, let start = track.start, let last = track.last, last > start else {
            return stream.averageFrameRate
        }
        let span = time(last - start)
        let intervals = shown - 1
        // The first and the last time are rounded by up to half a unit each.
        if let stated = stream.averageFrameRate,
            stated.makes(intervals, in: span, unit: time(unit))
        {
            return stated
        }
        if let usual = FrameRate.usual(steps: intervals, in: span, unit: time(unit)) {
            return usual
        }
        let microseconds = span.units(per: 1_000_000)
        return FrameRate(
            Int32(clamping: intervals * 1000), Int32(clamping: microseconds / 1000))
    }

    private static func audio(
        _ stream: StreamInfo, _ track: MatroskaFile.Track?
    ) -> MediaMeasurement.Audio? {
        // A track without any frame counts as no sound.
        guard let track, let first = track.start, let end = track.end else { return nil }
        // What comes before zero only prepares the decoder and isn't played.
        let start = time(max(0, first))
        return MediaMeasurement.Audio(
            codec: stream.codec,
            sampleRate: stream.sampleRate,
            channels: stream.channels,
            duration: time(end) - start,
            start: start,
            track: nil)
    }
}
