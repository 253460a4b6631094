import DailiesMediaTime

extension MediaMeasurement: Encodable {
    private enum Key: String, CodingKey {
        case file, container, bytes, duration, complete, faststart, video, audio
    }

    /// Writes the object that `dailies probe --json` prints; durations are seconds.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(file, forKey: .file)
        try object.encode(container, forKey: .container)
        try object.encode(bytes, forKey: .bytes)
        try object.encode(duration?.seconds, forKey: .duration)
        try object.encode(complete, forKey: .complete)
        try object.encode(faststart, forKey: .faststart)
        try object.encode(video, forKey: .video)
        try object.encode(audio, forKey: .audio)
    }
}

extension MediaMeasurement.Video: Encodable {
    private enum Key: String, CodingKey {
        case codec, profile, width, height, displayWidth, displayHeight, rotation
        case sampleAspectRatio, frameRate, frameCount, duration, pixelFormat
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
    }
}

extension MediaMeasurement.Audio: Encodable {
    private enum Key: String, CodingKey { case codec, sampleRate, channels, duration }

    /// Writes the `audio` object of a measurement.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(codec, forKey: .codec)
        try object.encode(sampleRate, forKey: .sampleRate)
        try object.encode(channels, forKey: .channels)
        try object.encode(duration?.seconds, forKey: .duration)
    }
}
