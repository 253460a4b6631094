public import DailiesMediaTime

/// How far a file may differ from its expectation and still pass.
///
/// The defaults come from what hosted models deliver: a few frames more or fewer than requested,
/// sound that ends slightly before or after the picture, and aspect ratios close to the requested
/// one.
public struct Tolerances: Hashable, Sendable {
    /// Seconds by which the picture may be shorter than expected: 0.25.
    public var durationShort = MediaTime(value: 1, timescale: 4)
    /// Seconds by which the picture may be longer than expected: 0.25.
    public var durationLong = MediaTime(value: 1, timescale: 4)
    /// Frames that may exceed duration × rate; `nil`, the default, for as many as the duration
    /// tolerances allow.
    public var frameCountExtra: Int?
    /// Frames per second by which the rate may differ: 0.01.
    public var frameRate = 0.01
    /// The share of the pictures that may be shown for longer or shorter than the others: 0.01.
    public var unevenFrames = 0.01
    /// The share by which the aspect ratio may differ from the expected one: 0.02.
    public var aspectRatio = 0.02
    /// Seconds by which the lengths of sound and picture may differ and still pass: 0.15.
    public var lengthDifferencePass = MediaTime(value: 15, timescale: 100)
    /// Seconds by which they may differ with a warning; beyond that the file fails: 0.50.
    public var lengthDifferenceWarn = MediaTime(value: 50, timescale: 100)
    /// Seconds by which the starts of sound and picture may differ and still pass: 0.10.
    public var startOffset = MediaTime(value: 10, timescale: 100)
    /// Seconds by which the starts may differ with a warning; beyond that the file fails: 0.50.
    public var startOffsetWarn = MediaTime(value: 50, timescale: 100)
    /// Seconds by which the movie's duration may differ from its longest track: 0.25.
    public var playoutDifference = MediaTime(value: 1, timescale: 4)
    /// The share of the sound that may be silent: 0.5.
    public var silentShare = 0.5
    /// Seconds for which the sound may be switched off: 1.
    public var dropout = MediaTime(seconds: 1)
    /// Seconds of digital silence before sound that begins at once: 0.2.
    public var lateSound = MediaTime(value: 1, timescale: 5)
    /// The share of the sound's samples that may be clipped: 0.01.
    public var clippedShare = 0.01

    /// Seconds by which a cut may come early or late: 0.5.
    public var cutOffset = MediaTime(value: 1, timescale: 2)

    /// Makes the default tolerances.
    public init() {}

    /// The names that `set` and the JSON form use.
    package static var names: [String] { settings.names }

    /// Sets a tolerance by name.
    ///
    /// - Returns: `false` if the name is unknown or the value is negative.
    package mutating func set(_ name: String, to value: Double) -> Bool {
        Self.settings.set(name, to: value, in: &self)
    }

    private static let settings = NamedSettings<Tolerances>([
        "aspect-ratio": .share(\.aspectRatio),
        "clipped-share": .share(\.clippedShare),
        "cut-offset": .seconds(\.cutOffset),
        "dropout": .seconds(\.dropout),
        "duration-long": .seconds(\.durationLong),
        "duration-short": .seconds(\.durationShort),
        "frame-count-extra": .count(\.frameCountExtra),
        "frame-rate": .share(\.frameRate),
        "late-sound": .seconds(\.lateSound),
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

    /// Reads tolerances by name; a tolerance that isn't named keeps its default.
    ///
    /// - Throws: `DecodingError` for another schema, an unknown name or a negative value.
    public init(from decoder: any Decoder) throws {
        self.init()
        try Self.settings.decode(into: &self, as: Self.schema, from: decoder)
    }

    /// Writes all tolerances by name; times are in seconds.
    public func encode(to encoder: any Encoder) throws {
        try Self.settings.encode(self, as: Self.schema, to: encoder)
    }
}
