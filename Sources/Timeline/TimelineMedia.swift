import DailiesContainer
public import DailiesMediaTime

/// A take's file, as far as an editing program has to know it.
public struct TimelineMedia: Hashable, Sendable {
    /// The file's path: absolute, or relative to the folder of the timeline's file.
    ///
    /// A name that isn't UTF-8 is written as `FileName` says.
    public var path: String
    /// The take's name, such as `010-t1`; it differs from those of the other takes of the clip.
    public var take: String
    /// The whole range of the file; it starts at the file's own timecode, or at zero.
    public var available: TimeRange
    /// The file's constant frame rate; `nil` if it varies.
    public var frameRate: FrameRate?
    /// The displayed size in pixels; `nil` if it isn't known.
    public var frameSize: FrameSize?
    /// The file's sound; `nil` if it has none.
    public var sound: Sound?
    /// Whatever else is to be kept with the file.
    public var metadata: [String: String]

    /// A file's sound.
    public struct Sound: Hashable, Sendable {
        /// Samples per second.
        public var sampleRate: Int
        /// The number of channels.
        public var channels: Int

        /// Makes a description of a sound.
        public init(sampleRate: Int, channels: Int) {
            self.sampleRate = sampleRate
            self.channels = channels
        }
    }

    /// Makes a description of a file.
    public init(
        path: String, take: String, available: TimeRange, frameRate: FrameRate?,
        frameSize: FrameSize? = nil, sound: Sound? = nil, metadata: [String: String] = [:]
    ) {
        self.path = path
        self.take = take
        self.available = available
        self.frameRate = frameRate
        self.frameSize = frameSize
        self.sound = sound
        self.metadata = metadata
    }

    /// The time of a file's first frame on its own time line: its timecode, or zero if it has none that
    /// its rate can have.
    ///
    /// - Parameters:
    ///   - timecode: such as `10:00:00:00`, or `10:00:00;00` for drop-frame.
    ///   - frameRate: the file's frame rate.
    public static func start(timecode: String?, frameRate: FrameRate?) -> MediaTime {
        guard let timecode, let frameRate, let numbering = Timecode(frameRate),
            let frame = numbering.numbered(like: timecode).frame(timecode)
        else { return .zero }
        return frameRate.duration(frames: frame)
    }

    /// Which file it is.
    var identity: PathIdentity { PathIdentity(path) }

    /// The file's name with its extension.
    public var fileName: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// A mark in a file, such as a finding of a check.
public struct TimelineMarker: Hashable, Sendable {
    /// How serious it is; editors show it as a colour.
    public enum Severity: String, Hashable, Sendable {
        /// The file isn't what it should be.
        case failure
        /// Unusual.
        case warning
        /// A check that could not be carried out.
        case unchecked
    }

    /// The range on the file's own time line.
    public var range: TimeRange
    /// How serious it is.
    public var severity: Severity
    /// A short name, such as a check's code.
    public var name: String
    /// A sentence for people.
    public var comment: String

    /// Makes a marker.
    public init(range: TimeRange, severity: Severity, name: String, comment: String) {
        self.range = range
        self.severity = severity
        self.name = name
        self.comment = comment
    }

    /// The colour's name, which OpenTimelineIO and locators in EDLs share.
    var colour: String {
        switch severity {
        case .failure: "RED"
        case .warning: "YELLOW"
        case .unchecked: "PURPLE"
        }
    }
}
