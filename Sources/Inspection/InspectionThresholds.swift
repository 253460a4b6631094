public import DailiesMediaTime
import DailiesVerification

/// The limits from which an inspection warns or fails.
public struct InspectionThresholds: Hashable, Sendable {
    /// Minimum duration of black for a warning: 1 s.
    public var blackWarning = MediaTime(seconds: 1)
    /// Minimum duration of one colour for a warning: 1 s.
    public var constantColourWarning = MediaTime(seconds: 1)
    /// Minimum duration of a freeze for a warning: 0.5 s; below that real clips repeat frames.
    public var freezeWarning = MediaTime(value: 1, timescale: 2)
    /// Minimum duration of noise for a warning: 1 s.
    public var noiseWarning = MediaTime(seconds: 1)
    /// The share of the duration that fails if it is black, frozen, of one colour or noise: 0.5.
    public var faultyShare = 0.5
    /// The share of the picture's height or width above which a black bar gives a warning: 0.02.
    public var blackBars = 0.02
    /// The minimum correlation of neighbouring pixels, from 0 (noise) to 1 (flat): 0.3.
    public var likeness = 0.3
    /// The share of the pictures that may repeat the one before while others move: 0.3.
    public var repeatedFrames = 0.3
    /// Minimum duration of one colour in a part of the picture for a warning: 0.1 s.
    public var patchWarning = MediaTime(value: 1, timescale: 10)
    /// The change of brightness to and fro, as a mean over a second, for a warning: 1 code value.
    public var flicker = 1.0
    /// The least similarity (SSIM) of a picture with the one that was asked for: 0.8.
    public var pictureSimilarity = 0.8
    /// The difference of their mean brightness for a warning: more than 4 code values.
    public var pictureBrightness = 4.0
    /// The difference of the mean colour where a clip continues another for a warning: more than 4
    /// code values.
    public var pictureColour = 4.0
    /// The mean motion, as a share of width plus height, below which a picture hardly moves: 0.00098.
    public var motion = 0.00098

    /// Makes the default thresholds.
    public init() {}

    /// The names that `set` and the JSON form use.
    package static var names: [String] { settings.names }

    /// Sets a threshold by name.
    ///
    /// - Returns: `false` if the name is unknown or the value is negative.
    package mutating func set(_ name: String, to value: Double) -> Bool {
        Self.settings.set(name, to: value, in: &self)
    }

    private static let settings = NamedSettings<InspectionThresholds>([
        "black": .seconds(\.blackWarning),
        "black-bars": .share(\.blackBars),
        "constant-colour": .seconds(\.constantColourWarning),
        "faulty-share": .share(\.faultyShare),
        "flicker": .share(\.flicker),
        "freeze": .seconds(\.freezeWarning),
        "likeness": .share(\.likeness),
        "motion": .share(\.motion),
        "noise": .seconds(\.noiseWarning),
        "patch": .seconds(\.patchWarning),
        "picture-brightness": .share(\.pictureBrightness),
        "picture-colour": .share(\.pictureColour),
        "picture-similarity": .share(\.pictureSimilarity),
        "repeated-frames": .share(\.repeatedFrames),
    ])
}

extension InspectionThresholds: Codable {
    /// The schema of the JSON form, with its version.
    public static let schema = "dailies.thresholds/1"

    /// Reads thresholds by name; a threshold that isn't named keeps its default.
    ///
    /// - Throws: `DecodingError` for another schema, an unknown name or a negative value.
    public init(from decoder: any Decoder) throws {
        self.init()
        try Self.settings.decode(into: &self, as: Self.schema, from: decoder)
    }

    /// Writes all thresholds by name; times are in seconds.
    public func encode(to encoder: any Encoder) throws {
        try Self.settings.encode(self, as: Self.schema, to: encoder)
    }
}
