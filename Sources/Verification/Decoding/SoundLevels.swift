import DailiesMedia
import DailiesMediaTime
import Glibc

/// The levels of each audio channel, collected block by block.
struct SoundLevels: Sendable, Hashable {
    /// The peak magnitude of each channel; 1 is full scale.
    private(set) var peaks: [Float] = []
    /// Ranges of at least `minimumSilence` in which no channel exceeds `silencePeak`.
    private(set) var silences: [TimeRange] = []
    /// One clipping meter for each channel.
    private(set) var clippingMeters: [ClippingMeter] = []
    /// When the sound clicks, in whichever channel.
    private(set) var clicks: [MediaTime] = []
    /// One click detector for each channel.
    private var clickDetectors: [ClickDetector] = []
    /// Whether every block could be read as samples.
    private(set) var isComplete = true
    /// How much sound was decoded, whatever its times are.
    private(set) var decoded = MediaTime.zero
    /// The audio's duration.
    private(set) var duration = MediaTime.zero
    /// From the first to the last block that isn't silent; `nil` if all are.
    private(set) var audible: TimeRange?
    private var silentSince: MediaTime?
    /// Finds where the sound is switched off.
    private var dropoutDetector = DropoutDetector()

    /// Peak below which sound counts as silence: -60 dBFS.
    static let silencePeak: Float = 0.001
    /// Shorter pauses are part of speech and music.
    private static let minimumSilence = MediaTime(value: 1, timescale: 2)

    mutating func add(_ frame: borrowing Frame, _ timeBase: StreamInfo.TimeBase) {
        guard frame.hasReadableSamples else {
            isComplete = false
            return
        }
        while peaks.count < frame.channelCount {
            peaks.append(0)
            clippingMeters.append(ClippingMeter())
            clickDetectors.append(ClickDetector())
        }
        var blocks = [Float](
            repeating: 0,
            count: (frame.sampleCount + DropoutDetector.blockLength - 1)
                / DropoutDetector.blockLength)
        // The places of clicks, counted in samples from the beginning of the frame.
        var clicksInBlock: [Int] = []
        for channel in 0..<frame.channelCount {
            frame.withFloats(channel: channel) { samples in
                for block in blocks.indices {
                    let first = block * DropoutDetector.blockLength
                    let part = samples[
                        first..<min(samples.count, first + DropoutDetector.blockLength)]
                    let peak = part.reduce(Float(0)) { max($0, abs($1)) }
                    blocks[block] = max(blocks[block], peak)
                    peaks[channel] = max(peaks[channel], peak)
                }
                clippingMeters[channel].add(samples)
                clicksInBlock += clickDetectors[channel].add(samples)
            }
        }
        guard frame.sampleRate > 0 else { return }
        let length = Self.time(frame.sampleCount, frame)
        decoded = decoded + length
        guard let start = frame.pts.map(timeBase.time) else { return }
        for place in clicksInBlock.sorted() { addClick(at: start + Self.time(place, frame)) }
        addSilence(isSilent: (blocks.max() ?? 0) < Self.silencePeak, at: start)
        for (number, peak) in blocks.enumerated() {
            let first = number * DropoutDetector.blockLength
            let last = min(frame.sampleCount, first + DropoutDetector.blockLength)
            let range = TimeRange(
                start: start + Self.time(first, frame), end: start + Self.time(last, frame))
            dropoutDetector.add(peak, range)
            if peak >= Self.silencePeak {
                audible = TimeRange(start: audible?.start ?? range.start, end: range.end)
            }
        }
        duration = max(duration, start + length)
    }

    /// Adds the silence in which the sound ends; called after the last block.
    mutating func finish() {
        addSilence(isSilent: false, at: duration)
        dropoutDetector.finish(at: duration)
    }

    /// Ranges in which the sound is switched off.
    var dropouts: [TimeRange] { dropoutDetector.dropouts }

    /// The digital silence before sound that begins at once; `nil` if there is none.
    var padding: MediaTime? { dropoutDetector.padding }

    private static func time(_ samples: Int, _ frame: borrowing Frame) -> MediaTime {
        MediaTime(value: Int64(samples), timescale: Int32(clamping: frame.sampleRate))
    }

    /// A click of several channels counts once.
    private static let sameClick = MediaTime(value: 1, timescale: 100)

    private mutating func addClick(at time: MediaTime) {
        let isKnown = clicks.suffix(8).contains { ($0 - time).magnitude < Self.sameClick }
        if !isKnown { clicks.append(max(.zero, time)) }
    }

    private mutating func addSilence(isSilent: Bool, at time: MediaTime) {
        if isSilent {
            silentSince = silentSince ?? time
        } else if let start = silentSince {
            let range = TimeRange(start: max(start, .zero), end: time)
            if range.duration >= Self.minimumSilence { silences.append(range) }
            silentSince = nil
        }
    }

    /// The share of clipped samples in the worst channel, 0…1.
    var clippedShare: Double { clippingMeters.map(\.share).max() ?? 0 }

    /// A magnitude in decibels relative to full scale, such as "-60.0 dBFS".
    static func decibels(_ magnitude: Float) -> String {
        guard magnitude > 0 else { return "-inf dBFS" }
        // Samples of floating-point codecs may be infinite.
        guard magnitude.isFinite else { return "inf dBFS" }
        let tenths = Int((200 * log10f(magnitude)).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10) dBFS"
    }
}
