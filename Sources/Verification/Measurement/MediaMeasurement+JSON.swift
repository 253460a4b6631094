import DailiesDisclosure
import DailiesMediaTime

extension MediaMeasurement: Codable {
    /// The schema of the JSON form, with its version.
    public static let schema = "dailies.measurement/1"

    private enum Key: String, CodingKey {
        case schema, file, container, bytes, duration, complete, faststart, video, audio
        case fragmented, encrypted, videoTracks, audioTracks, longestTrack, damage
        case missingBytes, repeatedFragments, otherTracks, elements, disclosure
    }

    /// Decodes a measurement from its JSON form.
    ///
    /// - Throws: `DecodingError` for anything else or another schema version.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        guard try object.decode(String.self, forKey: .schema) == Self.schema else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: object, debugDescription: "expected \(Self.schema)")
        }
        self.init(
            file: try object.decode(String.self, forKey: .file),
            container: try object.decode(String.self, forKey: .container),
            bytes: try object.decode(Int64.self, forKey: .bytes),
            duration: try object.time(forKey: .duration),
            complete: try object.decodeIfPresent(Bool.self, forKey: .complete),
            faststart: try object.decode(Bool.self, forKey: .faststart),
            video: try object.decodeIfPresent(Video.self, forKey: .video),
            audio: try object.decodeIfPresent(Audio.self, forKey: .audio),
            isFragmented: try object.decode(Bool.self, forKey: .fragmented),
            isEncrypted: try object.decode(Bool.self, forKey: .encrypted),
            videoTracks: try object.decode(Int.self, forKey: .videoTracks),
            audioTracks: try object.decode(Int.self, forKey: .audioTracks),
            otherTracks: try object.decodeIfPresent(Int.self, forKey: .otherTracks) ?? 0,
            longestTrack: try object.time(forKey: .longestTrack),
            damage: try object.decodeIfPresent(Damage.self, forKey: .damage),
            missingBytes: try object.decodeIfPresent(Int64.self, forKey: .missingBytes),
            repeatedFragments: try object.decodeIfPresent(
                FragmentTimeline.Repeated.self, forKey: .repeatedFragments),
            elements: try object.decodeIfPresent(ElementStructure.self, forKey: .elements),
            disclosure: try object.decodeIfPresent(DisclosureMarks.self, forKey: .disclosure))
    }

    /// Writes the measurement; durations are in seconds.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(Self.schema, forKey: .schema)
        try object.encode(file, forKey: .file)
        try object.encode(container, forKey: .container)
        try object.encode(bytes, forKey: .bytes)
        try object.encode(duration?.seconds, forKey: .duration)
        try object.encode(complete, forKey: .complete)
        try object.encode(faststart, forKey: .faststart)
        try object.encode(video, forKey: .video)
        try object.encode(audio, forKey: .audio)
        try object.encode(isFragmented, forKey: .fragmented)
        try object.encode(isEncrypted, forKey: .encrypted)
        try object.encode(videoTracks, forKey: .videoTracks)
        try object.encode(audioTracks, forKey: .audioTracks)
        try object.encode(otherTracks, forKey: .otherTracks)
        try object.encode(longestTrack?.seconds, forKey: .longestTrack)
        try object.encode(damage, forKey: .damage)
        try object.encodeIfPresent(missingBytes, forKey: .missingBytes)
        try object.encodeIfPresent(repeatedFragments, forKey: .repeatedFragments)
        try object.encodeIfPresent(elements, forKey: .elements)
        try object.encodeIfPresent(disclosure, forKey: .disclosure)
    }
}

extension MediaMeasurement.Video: Codable {
    private enum Key: String, CodingKey {
        case codec, profile, width, height, displayWidth, displayHeight, rotation
        case sampleAspectRatio, frameRate, frameCount, duration, pixelFormat
        case listedFrames, start, timeUnit, codedSize, track
    }

    /// Reads the `video` object of a measurement.
    ///
    /// - Throws: `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        self.init(
            codec: try object.decode(String.self, forKey: .codec),
            profile: try object.decodeIfPresent(String.self, forKey: .profile),
            width: try object.decode(Int.self, forKey: .width),
            height: try object.decode(Int.self, forKey: .height),
            displayWidth: try object.decode(Int.self, forKey: .displayWidth),
            displayHeight: try object.decode(Int.self, forKey: .displayHeight),
            rotation: try object.decode(Int.self, forKey: .rotation),
            sampleAspectRatio: try object.decode(String.self, forKey: .sampleAspectRatio),
            frameRate: try object.decodeIfPresent(String.self, forKey: .frameRate)
                .flatMap { FrameRate($0) },
            frameCount: try object.decode(Int.self, forKey: .frameCount),
            listedFrames: try object.decode(Int.self, forKey: .listedFrames),
            duration: try object.time(forKey: .duration),
            start: try object.time(forKey: .start) ?? .zero,
            timeUnit: try object.time(forKey: .timeUnit),
            pixelFormat: try object.decodeIfPresent(String.self, forKey: .pixelFormat),
            codedSize: try object.decodeIfPresent(String.self, forKey: .codedSize)
                .flatMap { FrameSize($0) },
            track: try object.decodeIfPresent(IndexedTrack.self, forKey: .track))
    }

    /// Writes the `video` object of a measurement.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(codec, forKey: .codec)
        try object.encode(profile, forKey: .profile)
        try object.encode(width, forKey: .width)
        try object.encode(height, forKey: .height)
        try object.encode(displayWidth, forKey: .displayWidth)
        try object.encode(displayHeight, forKey: .displayHeight)
        try object.encode(rotation, forKey: .rotation)
        try object.encode(sampleAspectRatio, forKey: .sampleAspectRatio)
        try object.encode(frameRate?.description, forKey: .frameRate)
        try object.encode(frameCount, forKey: .frameCount)
        try object.encode(duration?.seconds, forKey: .duration)
        try object.encode(pixelFormat, forKey: .pixelFormat)
        try object.encode(listedFrames, forKey: .listedFrames)
        try object.encode(start.seconds, forKey: .start)
        try object.encodeIfPresent(timeUnit?.seconds, forKey: .timeUnit)
        try object.encode(codedSize?.description, forKey: .codedSize)
        try object.encodeIfPresent(track, forKey: .track)
    }
}

extension MediaMeasurement.Audio: Codable {
    private enum Key: String, CodingKey { case codec, sampleRate, channels, duration, start, track }

    /// Reads the `audio` object of a measurement.
    ///
    /// - Throws: `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        self.init(
            codec: try object.decode(String.self, forKey: .codec),
            sampleRate: try object.decode(Int.self, forKey: .sampleRate),
            channels: try object.decode(Int.self, forKey: .channels),
            duration: try object.time(forKey: .duration),
            start: try object.time(forKey: .start) ?? .zero,
            track: try object.decodeIfPresent(IndexedTrack.self, forKey: .track))
    }

    /// Writes the `audio` object of a measurement.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(codec, forKey: .codec)
        try object.encode(sampleRate, forKey: .sampleRate)
        try object.encode(channels, forKey: .channels)
        try object.encode(duration?.seconds, forKey: .duration)
        try object.encode(start.seconds, forKey: .start)
        try object.encodeIfPresent(track, forKey: .track)
    }
}

extension MediaMeasurement.Damage: Codable {
    private enum Key: String, CodingKey { case samplesLost, stopsAt }

    /// Reads the `damage` object of a measurement.
    ///
    /// - Throws: `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        self.init(
            samplesLost: try object.decode(Int.self, forKey: .samplesLost),
            stopsAt: try object.time(forKey: .stopsAt) ?? .zero)
    }

    /// Writes the `damage` object of a measurement.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(samplesLost, forKey: .samplesLost)
        try object.encode(stopsAt.seconds, forKey: .stopsAt)
    }
}

extension KeyedDecodingContainer {
    /// A time in seconds; `nil` if the value is null or missing.
    fileprivate func time(forKey key: Key) throws -> MediaTime? {
        try decodeIfPresent(Double.self, forKey: key).flatMap { MediaTime(reading: $0) }
    }
}
