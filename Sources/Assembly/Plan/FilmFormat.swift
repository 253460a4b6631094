import DailiesBitstream
public import DailiesMediaTime

/// The film's video and audio format: the settings', or that of the clips with most bytes.
public struct FilmFormat: Hashable, Sendable {
    /// The film's constant frame rate.
    public let frameRate: FrameRate
    /// The film's sound; `nil` if there is none.
    public let sound: Clip.Sound?

    /// libav's name of the film's video codec.
    let codec: String
    let picture: PictureFormat
    let rotation: Int
    let isProgressive: Bool
    /// The clip whose format the film has; `nil` if every clip is encoded.
    let referenceClip: Clip?

    /// Stored width in pixels.
    public var width: Int { picture.width }
    /// Stored height in pixels.
    public var height: Int { picture.height }

    /// Chooses the format; `nil` if there is no clip.
    init?(_ clips: [Clip], _ settings: AssemblySettings) {
        sound = settings.hasSound ? Self.sound(of: clips, hasBed: settings.bed != nil) : nil
        let copyable = clips.filter { $0.packets != nil && settings.allow($0) }
        // Only H.264 is encoded: clips of another codec are copied if all are of one kind.
        let isOneKind =
            copyable.count == clips.count && Set(clips.map(\.kind)).count == 1
            && !settings.changesPictures
        let candidates = isOneKind ? copyable : copyable.filter { $0.picture.codec == "h264" }
        if let referenceClip = Self.largestKind(candidates), let rate = referenceClip.frameRate {
            self.referenceClip = referenceClip
            codec = referenceClip.picture.codec
            picture = referenceClip.picture.format
            rotation = referenceClip.picture.rotation
            isProgressive = referenceClip.picture.isProgressive
            frameRate = rate
            return
        }
        guard let referenceClip = Self.largestKind(clips) else { return nil }
        self.referenceClip = nil
        codec = "h264"
        picture = Self.picture(like: referenceClip, settings)
        rotation = 0
        isProgressive = true
        frameRate =
            settings.frameRate ?? referenceClip.frameRate ?? Self.usualRate(of: referenceClip)
    }

    /// The first clip of the kind with the most bytes: most of the film is then copied.
    private static func largestKind(_ clips: [Clip]) -> Clip? {
        var bytes: [Clip.Kind: Int] = [:]
        for clip in clips { bytes[clip.kind, default: 0] += clip.pictureBytes }
        guard let most = bytes.values.max() else { return nil }
        return clips.first { bytes[$0.kind] == most }
    }

    /// The most common sample rate by duration, with at most two channels.
    private static func sound(of clips: [Clip], hasBed: Bool) -> Clip.Sound? {
        let sounds = clips.compactMap { clip in clip.sound.map { ($0, clip.duration.seconds) } }
        var seconds: [Int: Double] = [:]
        for (sound, duration) in sounds { seconds[sound.sampleRate, default: 0] += duration }
        guard let most = seconds.values.max(),
            let rate = sounds.first(where: { seconds[$0.0.sampleRate] == most })?.0.sampleRate
        else { return hasBed ? Clip.Sound(sampleRate: 48_000, channels: 2) : nil }
        return Clip.Sound(
            sampleRate: encodableRates.contains(rate) ? rate : 48_000,
            channels: hasBed ? 2 : min(2, sounds.map(\.0.channels).max() ?? 2))
    }

    /// The rates that AAC supports and browsers play (ISO/IEC 14496-3, table 1.18).
    private static let encodableRates: Set<Int> = [
        16_000, 22_050, 24_000, 32_000, 44_100, 48_000,
    ]

    /// A format that all players support, in the requested size or that of `clip`.
    private static func picture(like clip: Clip, _ settings: AssemblySettings) -> PictureFormat {
        if let size = settings.frameSize {
            return PictureFormat(width: size.width, height: size.height)
        }
        let upright = PictureFit.upright(clip.picture)
        return PictureFormat(
            width: (upright.width + 1) / 2 * 2, height: (upright.height + 1) / 2 * 2)
    }

    /// The common frame rate that is nearest to a variable one.
    private static func usualRate(of clip: Clip) -> FrameRate {
        let usual = [(24, 1), (25, 1), (30, 1), (50, 1), (60, 1)].compactMap {
            FrameRate($0.0, $0.1)
        }
        let found = Double(clip.frameCount) / max(clip.duration.seconds, 0.001)
        let nearest = usual.min {
            abs($0.framesPerSecond - found) < abs($1.framesPerSecond - found)
        }
        return nearest ?? usual[0]
    }
}

extension AssemblySettings {
    /// Whether a clip has the requested size and rate.
    fileprivate func allow(_ clip: Clip) -> Bool {
        let format = clip.picture.format
        let isSize =
            frameSize.map { size in
                size.width == format.width && size.height == format.height
                    && clip.picture.rotation == 0 && format.pixelShape == PixelShape()
            } ?? true
        return isSize && (frameRate.map { $0 == clip.frameRate } ?? true)
    }
}
