public import DailiesMediaTime

/// How far a file may be from what was asked and still be right.
///
/// The defaults come from what hosted models really deliver: a few frames more or fewer than was
/// asked, sound that ends a little before or after the picture, and shapes near the asked one.
public struct Tolerances: Hashable, Sendable {
    /// Seconds by which the picture may be shorter than asked: 0.25.
    public var durationShort = MediaTime(value: 1, timescale: 4)
    /// Seconds by which the picture may be longer than asked: 0.25.
    public var durationLong = MediaTime(value: 1, timescale: 4)
    /// Frames beyond duration × rate that are still right; `nil`, the default, for as many as the
    /// tolerances of the duration allow.
    public var frameCountExtra: Int?
    /// Frames per second by which the rate may differ: 0.01.
    public var frameRate = 0.01
    /// The share of the pictures that may be shown longer or shorter than the others: 0.01.
    public var unevenFrames = 0.01
    /// The share by which width to height may differ from the asked shape: 0.02.
    public var aspectRatio = 0.02
    /// Seconds by which sound and picture may differ in length without a word: 0.15.
    public var lengthDifferencePass = MediaTime(value: 15, timescale: 100)
    /// Seconds by which they may differ with a warning: 0.50.
    public var lengthDifferenceWarn = MediaTime(value: 50, timescale: 100)
    /// Seconds by which sound and picture may start apart without a word: 0.10.
    public var startOffset = MediaTime(value: 10, timescale: 100)
    /// Seconds by which they may start apart with a warning: 0.50.
    public var startOffsetWarn = MediaTime(value: 50, timescale: 100)
    /// Seconds by which the movie may differ from its longest track: 0.25.
    public var playoutDifference = MediaTime(value: 1, timescale: 4)
    /// The share of the sound that may be silent: 0.5.
    public var silentShare = 0.5
    /// The share of the sound's samples that may be cut off at the peak: 0.01.
    public var clippedShare = 0.01

    /// The defaults.
    public init() {}

    /// The names by which `set` and the JSON form know each tolerance.
    public static var names: [String] { settings.names }

    /// Sets a tolerance by name.
    ///
    /// - Returns: `false` where the name is unknown or the value negative.
    public mutating func set(_ name: String, to value: Double) -> Bool {
        Self.settings.set(name, to: value, in: &self)
    }

    private static let settings = NamedSettings<Tolerances>([
        "aspect-ratio": .share(\.aspectRatio),
        "clipped-share": .share(\.clippedShare),
        "duration-long": .seconds(\.durationLong),
        "duration-short": .seconds(\.durationShort),
        "frame-count-extra": .count(\.frameCountExtra),
        "frame-rate": .share(\.frameRate),
        "length-difference-pass": .seconds(\.lengthDifferencePass),
        "length-difference-warn": .seconds(\.lengthDifferenceWarn),
        "playout-difference": .seconds(\.playoutDifference),
        "silent-share": .share(\.silentShare),
        "start-offset": .seconds(\.startOffset),
        "start-offset-warn": .seconds(\.startOffsetWarn),
        "uneven-frames": .share(\.unevenFrames),
    ])
}

extension Tolerances: Codable {
    /// The schema of the JSON form, with its version.
    public static let schema = "dailies.tolerances/1"

    /// Reads tolerances by their names; what isn't named keeps its default.
    ///
    /// - Throws: `DecodingError` for another schema, an unknown name or a negative value.
    public init(from decoder: any Decoder) throws {
        self.init()
        try Self.settings.decode(into: &self, as: Self.schema, from: decoder)
    }

    /// Writes all tolerances by their names; times are seconds.
    public func encode(to encoder: any Encoder) throws {
        try Self.settings.encode(self, as: Self.schema, to: encoder)
    }
}
