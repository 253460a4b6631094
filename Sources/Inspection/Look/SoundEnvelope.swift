import DailiesMedia
import DailiesMediaTime
import Glibc

/// Collects the peaks of sound while it is decoded.
struct SoundEnvelope {
    private var peaks: [(time: Double, peak: Float)] = []
    private var end = 0.0
    /// Of how many samples one peak is kept: 512 are about 11 ms at 48 kHz.
    private static let blockLength = 512
    /// The level in dBFS that the envelope shows as nothing.
    private static let floor: Float = -60

    /// Adds a block of sound; the loudest channel counts.
    mutating func add(_ frame: borrowing Frame, _ timeBase: StreamInfo.TimeBase) {
        guard frame.hasReadableSamples, frame.sampleRate > 0,
            let start = frame.pts.map(timeBase.time)?.seconds
        else { return }
        let rate = Double(frame.sampleRate)
        let count = (frame.sampleCount + Self.blockLength - 1) / Self.blockLength
        var blocks = [Float](repeating: 0, count: count)
        for channel in 0..<frame.channelCount {
            frame.withFloats(channel: channel) { samples in
                for block in blocks.indices {
                    let first = block * Self.blockLength
                    for place in first..<min(samples.count, first + Self.blockLength) {
                        blocks[block] = max(blocks[block], abs(samples[place]))
                    }
                }
            }
        }
        for (block, peak) in blocks.enumerated() {
            peaks.append((start + Double(block * Self.blockLength) / rate, peak))
        }
        end = max(end, start + Double(frame.sampleCount) / rate)
    }

    /// The envelope; `nil` if there was no sound.
    ///
    /// - Parameter duration: how long the picture lasts: the envelope covers it, or the sound if that
    ///   is longer.
    func waveform(during duration: MediaTime) -> Waveform? {
        let length = max(end, duration.seconds)
        guard !peaks.isEmpty, length > 0 else { return nil }
        var columns = [Float](repeating: 0, count: Waveform.count)
        for (time, peak) in peaks {
            let place = time / length * Double(Waveform.count)
            // Peaks outside are skipped: sound before the first picture isn't played, and times in damaged
            // files can be arbitrary.
            guard place >= 0, place < Double(Waveform.count) else { continue }
            columns[Int(place)] = max(columns[Int(place)], peak)
        }
        return Waveform(levels: columns.map(Self.level))
    }

    /// The level of a peak, which may be above full scale and infinite.
    static func level(_ peak: Float) -> UInt8 {
        guard peak > 0 else { return 0 }
        return UInt8(clamping: Int((1 - 20 * log10f(min(peak, 1)) / floor) * 255))
    }
}
