public import DailiesMediaTime
import DailiesVerification

/// From where on something seen or heard is worth a word, and from where on it is a fault.
public struct InspectionThresholds: Hashable, Sendable {
    /// Black for at least this long is worth a word: 1 s.
    public var blackWarning = MediaTime(seconds: 1)
    /// One colour for at least this long is worth a word: 1 s.
    public var constantColourWarning = MediaTime(seconds: 1)
    /// Frozen for at least this long is worth a word: 0.5 s, below which real clips repeat frames.
    public var freezeWarning = MediaTime(value: 1, timescale: 2)
    /// Noise for at least this long is worth a word: 1 s.
    public var noiseWarning = MediaTime(seconds: 1)
    /// The share of the picture that, black, frozen, one colour or noise, makes the clip useless:
    /// one half.
    public var faultyShare = 0.5
    /// The share of the picture's height or width from which on a black bar is worth a word: 0.02.
    public var blackBars = 0.02
    /// How alike neighbouring pixels must be, from 0 (noise) to 1 (a flat picture): 0.3.
    public var likeness = 0.3
    /// Seconds by which a cut may come early or late: 0.5.
    public var cutOffset = MediaTime(value: 1, timescale: 2)

    /// The defaults.
    public init() {}

    /// The names by which `set` and the JSON form know each threshold.
    public static var names: [String] { settings.names }

    /// Sets a threshold by name.
    ///
    /// - Returns: `false` where the name is unknown or the value negative.
    public mutating func set(_ name: String, to value: Double) -> Bool {
        Self.settings.set(name, to: value, in: &self)
    }

    private static let settings = NamedSettings<InspectionThresholds>([
        "black": .seconds(\.blackWarning),
        "black-bars": .share(\.blackBars),
        "constant-colour": .seconds(\.constantColourWarning),
        "cut-offset": .seconds(\.cutOffset),
        "faulty-share": .share(\.faultyShare),
        "freeze": .seconds(\.freezeWarning),
        "likeness": .share(\.likeness),
        "noise": .seconds(\.noiseWarning),
    ])
}

extension InspectionThresholds: Codable {
    /// The schema of the JSON form, with its version.
    public static let schema = "dailies.thresholds/1"

    /// Reads thresholds by their names; what isn't named keeps its default.
    ///
    /// - Throws: `DecodingError` for another schema, an unknown name or a negative value.
    public init(from decoder: any Decoder) throws {
        self.init()
        try Self.settings.decode(into: &self, as: Self.schema, from: decoder)
    }

    /// Writes all thresholds by their names; times are seconds.
    public func encode(to encoder: any Encoder) throws {
        try Self.settings.encode(self, as: Self.schema, to: encoder)
    }
}
