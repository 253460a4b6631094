import DailiesMedia
import DailiesMediaFilter
package import DailiesMediaTime
package import DailiesVerification

/// What is kept of a file from one pass over it: pictures, the brightness at both ends, and the envelope
/// of the sound.
package struct KeptPictures: Sendable, Hashable {
    /// A small JPEG of the first picture shown at or after the requested time; `nil` if there is
    /// none, or if it isn't 8-bit 4:2:0.
    package let still: [UInt8]?
    /// The picture shown last; `nil` if there is none, or if it wasn't requested.
    package let last: Picture?
    /// The brightness at both ends.
    package let ends: EndBrightness
    /// Eight small pictures side by side, as JPEG; `nil` if there is no picture.
    package let strip: [UInt8]?
    /// The envelope of the sound; `nil` if there is none.
    package let waveform: Waveform?

    /// A PNG file and its picture's size.
    package struct Picture: Sendable, Hashable {
        package let png: [UInt8]
        package let size: FrameSize

        fileprivate init(_ file: LastFrame.PNG) {
            png = file.bytes
            size = FrameSize(width: file.width, height: file.height)
        }
    }

    /// Which pictures are kept.
    package struct Request: Sendable, Hashable {
        /// The time of the still.
        package var stillTime: MediaTime
        /// The still is reduced by a whole factor until it is no wider.
        package var stillWidth: Int
        /// Whether the last picture is kept.
        package var keepsLast: Bool

        package init(stillTime: MediaTime, stillWidth: Int, keepsLast: Bool) {
            self.stillTime = stillTime
            self.stillWidth = stillWidth
            self.keepsLast = keepsLast
        }
    }
}

/// Keeps pictures while a file is decoded.
final class PictureKeeper {
    private let request: KeptPictures.Request
    private var still: [UInt8]?
    private var isStillPast = false
    private var strip: PictureStrip
    private var envelope = SoundEnvelope()
    private let duration: MediaTime
    private let last: Frame
    /// The time base of the last picture; `nil` if there is none.
    private var lastTimeBase: StreamInfo.TimeBase?

    /// - Parameter video: the measured picture, which says how large and how long it is.
    init(
        _ request: KeptPictures.Request, _ video: MediaMeasurement.Video?
    ) throws(MediaError) {
        self.request = request
        strip = PictureStrip(of: video)
        duration = video?.duration ?? .zero
        last = try Frame()
    }

    func add(_ frame: borrowing Frame, _ stream: StreamInfo) {
        if !isStillPast {
            let time = frame.pts.map(stream.timeBase.time) ?? .zero
            if time >= request.stillTime {
                isStillPast = true
                still = (try? StillImage.encode(frame, maximumWidth: request.stillWidth)) ?? nil
            }
        }
        strip.add(frame, stream.timeBase)
        if (try? last.share(frame)) != nil { lastTimeBase = stream.timeBase }
    }

    func hear(_ frame: borrowing Frame, _ stream: StreamInfo) {
        envelope.add(frame, stream.timeBase)
    }

    /// What was kept; called after the last picture and the last sound.
    func finish(_ ends: EndBrightness) -> KeptPictures {
        if let lastTimeBase { strip.addLast(last, lastTimeBase) }
        let keepsLast = request.keepsLast && lastTimeBase != nil
        let file = keepsLast ? try? LastFrame.encode(last) : nil
        return KeptPictures(
            still: still, last: file.map(KeptPictures.Picture.init), ends: ends,
            strip: strip.jpeg, waveform: envelope.waveform(during: duration))
    }
}

extension MediaFile {
    /// Decodes the file until a time and returns the picture shown then as a small JPEG; `nil` if
    /// there is none, or if it can't be decoded.
    ///
    /// Blocks while it decodes.
    package func still(at time: MediaTime, maximumWidth: Int) -> [UInt8]? {
        (try? StillImage.jpeg(of: path, at: time, maximumWidth: maximumWidth)) ?? nil
    }

    /// Decodes the file to its end and returns the picture that is shown last; `nil` if there is
    /// none, or if it can't be decoded.
    ///
    /// Blocks while it decodes.
    package func lastPicture() -> KeptPictures.Picture? {
        (try? LastFrame.png(of: path)).map(KeptPictures.Picture.init)
    }
}
