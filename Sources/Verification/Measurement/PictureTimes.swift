import DailiesBitstream
import DailiesMedia
import DailiesMediaTime

/// How many pictures a file has, and when they are shown, according to its header and index.
struct PictureTimes {
    let frameRate: FrameRate?
    let frameCount: Int
    let listedFrames: Int
    let duration: MediaTime?
    let start: MediaTime
    /// The unit of all times if they are rounded to it; `nil` if they are exact.
    let unit: MediaTime?
}

extension MediaMeasurement.Video {
    /// Makes the measurement of a video track from its description and the times of its pictures.
    init(_ stream: StreamInfo, _ times: PictureTimes, track: IndexedTrack?) {
        let sequence =
            stream.codec == "h264"
            ? AVCConfiguration(stream.configuration)?.firstSequence : nil
        var shape = (width: stream.pixelWidth, height: stream.pixelHeight)
        if shape == (1, 1), let coded = sequence?.sampleAspectRatio { shape = coded }
        let displayWidth = Self.displayWidth(stream.width, shape)
        let isTurned = stream.rotation % 180 == 90
        self.init(
            codec: stream.codec,
            profile: stream.profile ?? sequence?.profileName,
            width: stream.width,
            height: stream.height,
            displayWidth: isTurned ? stream.height : displayWidth,
            displayHeight: isTurned ? displayWidth : stream.height,
            rotation: stream.rotation,
            sampleAspectRatio: "\(shape.width):\(shape.height)",
            frameRate: times.frameRate,
            frameCount: times.frameCount,
            listedFrames: times.listedFrames,
            duration: times.duration,
            start: times.start,
            timeUnit: times.unit,
            pixelFormat: stream.format ?? sequence?.pixelFormat,
            codedSize: sequence.map { FrameSize(width: $0.width, height: $0.height) }
                ?? Self.codedSize(stream),
            track: track)
    }

    private static func codedSize(_ stream: StreamInfo) -> FrameSize? {
        guard stream.codec == "hevc" else { return nil }
        return HEVCConfiguration(stream.configuration)?.pictureSize
            .map { FrameSize(width: $0.width, height: $0.height) }
    }

    /// A pixel aspect ratio within 0.5 % of square is a rounding error and counts as square.
    private static func displayWidth(_ stored: Int, _ shape: (width: Int, height: Int)) -> Int {
        let ratio = Double(shape.width) / Double(shape.height)
        return abs(ratio - 1) < 0.005 ? stored : Int((Double(stored) * ratio).rounded())
    }
}
