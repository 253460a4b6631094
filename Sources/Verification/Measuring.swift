import DailiesBitstream
import DailiesMedia
import DailiesMediaTime

/// Reads a file's header and index and turns them into a measurement.
enum Measuring {
    static func measure(_ path: String) throws(MeasurementError) -> MediaMeasurement {
        let file = try FileBytes.open(path)
        let demuxer = try open(path, file)
        let boxes = TopLevelBoxes(file)
        guard demuxer.streams.contains(where: { $0.kind != .other }) else {
            throw MeasurementError(
                code: .notMedia, message: "it is an MP4 file without picture or sound")
        }
        let damage = findDamage(demuxer, bytes: file.count)
        return MediaMeasurement(
            file: path,
            container: demuxer.tag("major_brand") == "qt  " ? "mov" : "mp4",
            bytes: file.count,
            duration: demuxer.durationFromHeader,
            complete: damage == nil,
            faststart: boxes.hasIndexInFront,
            video: demuxer.picture.map { video($0, indexed: demuxer.indexCount(of: $0.index)) },
            audio: demuxer.sound.flatMap { audio($0, indexed: demuxer.indexCount(of: $0.index)) },
            isFragmented: boxes.first("moof") != nil,
            damage: damage)
    }

    private static func open(
        _ path: String, _ file: borrowing FileBytes
    ) throws(MeasurementError) -> Demuxer {
        do {
            return try Demuxer.open(path)
        } catch {
            throw Sniff.explain(file)
        }
    }

    /// Compares the index with the file's length: a truncated file whose index stands in front
    /// opens without complaint and still claims its full duration.
    private static func findDamage(
        _ demuxer: borrowing Demuxer, bytes: Int64
    ) -> MediaMeasurement.Damage? {
        var lost = 0
        var stopsAt: MediaTime?
        for stream in demuxer.streams where stream.kind == .video || stream.kind == .audio {
            guard let overhang = demuxer.overhang(of: stream.index, beyond: bytes) else { continue }
            lost += overhang.entries
            let time = stream.timeBase.time(overhang.firstDecoding)
            stopsAt = min(stopsAt ?? time, time)
        }
        return stopsAt.map { stop in
            MediaMeasurement.Damage(samplesLost: lost, stopsAt: max(stop, .zero))
        }
    }

    private static func video(
        _ stream: StreamInfo, indexed: Int
    ) -> MediaMeasurement.Video {
        let sequence =
            stream.codec == "h264"
            ? AVCConfiguration(stream.configuration)?.firstSequence : nil
        var shape = (width: stream.pixelWidth, height: stream.pixelHeight)
        if shape == (1, 1), let coded = sequence?.sampleAspectRatio { shape = coded }
        let shownWidth = Int(
            (Double(stream.width) * Double(shape.width) / Double(shape.height)).rounded())
        let isTurned = stream.rotation % 180 == 90
        return MediaMeasurement.Video(
            codec: stream.codec,
            profile: stream.profile ?? sequence?.profileName,
            width: stream.width,
            height: stream.height,
            displayWidth: isTurned ? stream.height : shownWidth,
            displayHeight: isTurned ? shownWidth : stream.height,
            rotation: stream.rotation,
            sampleAspectRatio: "\(shape.width):\(shape.height)",
            frameRate: stream.averageFrameRate,
            frameCount: stream.frameCountFromHeader > 0
                ? stream.frameCountFromHeader : indexed,
            duration: stream.durationFromHeader,
            start: stream.start ?? .zero,
            pixelFormat: stream.format ?? sequence?.pixelFormat,
            codedSize: sequence.map { FrameSize(width: $0.width, height: $0.height) })
    }

    private static func audio(
        _ stream: StreamInfo, indexed: Int
    ) -> MediaMeasurement.Audio? {
        // A track that holds no block of sound is no sound.
        guard stream.frameCountFromHeader > 0 || indexed > 0 else { return nil }
        return MediaMeasurement.Audio(
            codec: stream.codec,
            sampleRate: stream.sampleRate,
            channels: stream.channels,
            duration: stream.durationFromHeader,
            start: stream.start ?? .zero)
    }
}
