import DailiesMediaTime

/// Finds where sound is switched off: digital silence that begins or ends at once.
///
/// Natural pauses have noise, and sound fades into them.
struct DropoutDetector: Sendable, Hashable {
    /// The ranges without any sound.
    private(set) var dropouts: [TimeRange] = []
    /// The length of a silence with which the sound begins, before sound that begins at once.
    private(set) var padding: MediaTime?
    /// The loudest samples of the last blocks before the silence, or of the last blocks.
    private var recent: [Float] = []
    private var start: MediaTime?
    /// Whether the silence began at once, or with the sound itself.
    private var beganAtOnce = false
    private var isSilentFromTheBeginning = true
    /// A silence that has ended, and how many blocks of sound followed.
    private var ended: Ended?

    private struct Ended: Sendable, Hashable {
        let range: TimeRange
        let beganAtOnce: Bool
        /// Whether no sound came before it.
        let isFirst: Bool
        var blocks = 0
    }

    /// Peak of digital silence: -90 dBFS.
    static let silence: Float = 0.00003
    /// Peak of sound next to a dropout: -40 dBFS.
    static let sound: Float = 0.01
    /// How many blocks next to the silence are looked at.
    private static let window = 4
    /// The length of a block in samples.
    static let blockLength = 1024

    /// Adds a block of sound with its loudest sample.
    mutating func add(_ peak: Float, _ time: TimeRange) {
        if peak < Self.silence {
            settle(isLoud: false, isLast: true)
            if start == nil {
                start = time.start
                beganAtOnce = recent.isEmpty || (recent.max() ?? 0) >= Self.sound
                isSilentFromTheBeginning = recent.isEmpty
            }
            return
        }
        if let start {
            self.start = nil
            recent = []
            ended = Ended(
                range: TimeRange(start: start, end: time.start), beganAtOnce: beganAtOnce,
                isFirst: isSilentFromTheBeginning)
        }
        recent = recent.suffix(Self.window - 1) + [peak]
        if let blocks = ended?.blocks {
            ended?.blocks = blocks + 1
            settle(isLoud: peak >= Self.sound, isLast: blocks + 1 >= Self.window)
        }
    }

    /// Adds the silence in which the sound ends, if it begins at once.
    ///
    /// Called after the last block.
    mutating func finish(at end: MediaTime) {
        settle(isLoud: false, isLast: true)
        // Sound that is silent throughout is reported as such.
        if let start, beganAtOnce, !isSilentFromTheBeginning {
            dropouts.append(TimeRange(start: start, end: end))
        }
        start = nil
    }

    /// Decides about a silence that has ended.
    private mutating func settle(isLoud: Bool, isLast: Bool) {
        guard let silence = ended, isLoud || isLast else { return }
        if isLoud, silence.beganAtOnce { dropouts.append(silence.range) }
        if isLoud, silence.isFirst { padding = silence.range.duration }
        ended = nil
    }
}
