import DailiesMediaTime

extension Expectation: Codable {
    /// The schema of the JSON form, with its version.
    public static let schema = "dailies.expectation/1"

    private enum Key: String, CodingKey {
        case schema, duration, frameSize, minimumPixels, aspectRatio, frameRate, audio, cuts,
            isOneShot, startPicture, endPicture, previousPicture
    }

    /// Reads an expectation; a property that is missing isn't checked.
    ///
    /// Durations are in seconds, a size is "1920x1080", an aspect ratio "16:9", a rate "24/1",
    /// a picture its path or its address.
    ///
    /// - Throws: `DecodingError` for another schema or a value that can't be read.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        guard try object.decode(String.self, forKey: .schema) == Self.schema else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: object, debugDescription: "expected \(Self.schema)")
        }
        func value<Raw: Decodable, Value>(
            _ key: Key, _ read: (Raw) -> Value?
        ) throws -> Value? {
            guard let raw = try object.decodeIfPresent(Raw.self, forKey: key) else { return nil }
            guard let value = read(raw) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: object, debugDescription: "invalid value \(raw)")
            }
            return value
        }
        self.init(
            duration: try value(.duration) { MediaTime(reading: $0) },
            frameSize: try value(.frameSize) { FrameSize($0 as String) },
            minimumPixels: try value(.minimumPixels) { (count: Int) in count > 0 ? count : nil },
            aspectRatio: try value(.aspectRatio) { AspectRatio($0 as String) },
            frameRate: try value(.frameRate) { FrameRate($0 as String) },
            audio: try value(.audio) { AudioPresence(rawValue: $0) } ?? .any,
            cuts: try value(.cuts) { (list: [Double]) in
                let times = list.compactMap { MediaTime(reading: $0) }
                return times.count == list.count ? times : nil
            } ?? [],
            isOneShot: try object.decodeIfPresent(Bool.self, forKey: .isOneShot) ?? false,
            startPicture: try value(.startPicture) { ExpectedPicture($0 as String) },
            endPicture: try value(.endPicture) { ExpectedPicture($0 as String) },
            previousPicture: try value(.previousPicture) { ExpectedPicture($0 as String) })
    }

    /// Writes the properties that are set.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(Self.schema, forKey: .schema)
        try object.encodeIfPresent(duration?.seconds, forKey: .duration)
        try object.encodeIfPresent(frameSize?.description, forKey: .frameSize)
        try object.encodeIfPresent(minimumPixels, forKey: .minimumPixels)
        try object.encodeIfPresent(aspectRatio?.description, forKey: .aspectRatio)
        try object.encodeIfPresent(frameRate?.description, forKey: .frameRate)
        try object.encode(audio.rawValue, forKey: .audio)
        try object.encode(cuts.map(\.seconds), forKey: .cuts)
        try object.encode(isOneShot, forKey: .isOneShot)
        try object.encodeIfPresent(startPicture?.text, forKey: .startPicture)
        try object.encodeIfPresent(endPicture?.text, forKey: .endPicture)
        try object.encodeIfPresent(previousPicture?.text, forKey: .previousPicture)
    }
}
