import DailiesMedia
import Glibc

/// How loud each channel of a soundtrack gets, gathered block by block.
struct SoundLevels: Sendable, Hashable {
    /// The greatest magnitude of each channel; 1 is full scale.
    private(set) var peaks: [Float] = []
    /// Whether every block could be read as samples.
    private(set) var isComplete = true

    mutating func add(_ frame: borrowing Frame) {
        guard frame.isPlanarFloat else {
            isComplete = false
            return
        }
        while peaks.count < frame.channelCount { peaks.append(0) }
        for channel in 0..<frame.channelCount {
            let peak = frame.withSamples(channel: channel) { samples in
                samples.reduce(Float(0)) { max($0, abs($1)) }
            }
            peaks[channel] = max(peaks[channel], peak)
        }
    }

    /// A magnitude in decibels below full scale, such as -60.0.
    static func decibels(_ magnitude: Float) -> String {
        guard magnitude > 0 else { return "-inf dBFS" }
        let tenths = Int((200 * log10f(magnitude)).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10) dBFS"
    }
}
