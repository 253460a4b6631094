public import DailiesMediaTime

/// How far a file may be from what was asked and still be right.
///
/// The defaults come from what hosted models really deliver: one frame more than was asked, sound
/// that ends a little before or after the picture, and shapes near the asked one.
public struct Tolerances: Hashable, Sendable {
    /// Seconds by which the picture may be shorter than asked: 0.10.
    public var durationShort = MediaTime(value: 10, timescale: 100)
    /// Seconds by which the picture may be longer than asked: 0.20.
    public var durationLong = MediaTime(value: 20, timescale: 100)
    /// Frames beyond duration × rate that are still right: 2.
    public var frameCountExtra = 2
    /// Frames per second by which the rate may differ: 0.01.
    public var frameRate = 0.01
    /// The share by which width to height may differ from the asked shape: 0.01.
    public var aspectRatio = 0.01
    /// Seconds by which sound and picture may differ in length without a word: 0.15.
    public var lengthDifferencePass = MediaTime(value: 15, timescale: 100)
    /// Seconds by which they may differ with a warning: 0.50.
    public var lengthDifferenceWarn = MediaTime(value: 50, timescale: 100)
    /// Seconds by which sound and picture may start apart without a warning: 0.10.
    public var startOffset = MediaTime(value: 10, timescale: 100)

    /// The defaults.
    public init() {}

    /// The names by which `set` knows each tolerance.
    public static let names = [
        "aspect-ratio", "duration-long", "duration-short", "frame-count-extra", "frame-rate",
        "length-difference-pass", "length-difference-warn", "start-offset",
    ]

    /// Sets a tolerance by name.
    ///
    /// - Returns: `false` where the name is unknown or the value negative.
    public mutating func set(_ name: String, to value: Double) -> Bool {
        guard value >= 0, value <= 1_000_000, let time = MediaTime(seconds: value) else {
            return false
        }
        switch name {
        case "aspect-ratio": aspectRatio = value
        case "duration-long": durationLong = time
        case "duration-short": durationShort = time
        case "frame-count-extra":
            guard let count = Int(exactly: value) else { return false }
            frameCountExtra = count
        case "frame-rate": frameRate = value
        case "length-difference-pass": lengthDifferencePass = time
        case "length-difference-warn": lengthDifferenceWarn = time
        case "start-offset": startOffset = time
        default: return false
        }
        return true
    }
}
