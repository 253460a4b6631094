/// The fields of the video usability information (VUI) that a player needs (H.264 annex E.1.1).
struct VideoUsability {
    var sampleAspectRatio: (width: Int, height: Int)?
    var reorderDepth: Int?
    var colour = VideoColour()
    /// Frames in `denominator` seconds as the stream states them, if it does.
    var frameRate: (numerator: Int, denominator: Int)?
    /// Whether all fields could be read.
    private(set) var isComplete = true

    init() {}

    /// Parses as far as the bits reach; fields that a damaged or short header doesn't contain keep
    /// their defaults.
    init(_ reader: inout BitReader) {
        isComplete =
            readAspect(&reader) && readVideoSignal(&reader) && readTiming(&reader)
            && readRestrictions(&reader)
    }

    /// The predefined sample aspect ratios (table E-1).
    private static let knownRatios: [(Int, Int)] = [
        (0, 0), (1, 1), (12, 11), (10, 11), (16, 11), (40, 33), (24, 11), (20, 11), (32, 11),
        (80, 33), (18, 11), (15, 11), (64, 33), (160, 99), (4, 3), (3, 2), (2, 1),
    ]

    private mutating func readAspect(_ reader: inout BitReader) -> Bool {
        guard let isPresent = reader.flag() else { return false }
        guard isPresent else { return true }
        guard let code = reader.bits(8) else { return false }
        if code == 255 {
            guard let width = reader.bits(16), let height = reader.bits(16) else { return false }
            if width > 0 && height > 0 { sampleAspectRatio = (width, height) }
        } else if code > 0, code < Self.knownRatios.count {
            sampleAspectRatio = Self.knownRatios[code]
        }
        return true
    }

    private mutating func readVideoSignal(_ reader: inout BitReader) -> Bool {
        guard let hasOverscan = reader.flag() else { return false }
        if hasOverscan, reader.flag() == nil { return false }
        guard let hasSignal = reader.flag() else { return false }
        if hasSignal {
            guard reader.bits(3) != nil, let isFullRange = reader.flag(),
                let hasColour = reader.flag()
            else { return false }
            colour.isFullRange = isFullRange
            if hasColour {
                guard let primaries = reader.bits(8), let transfer = reader.bits(8),
                    let matrix = reader.bits(8)
                else { return false }
                (colour.primaries, colour.transfer, colour.matrix) = (primaries, transfer, matrix)
            }
        }
        guard let hasChromaLocation = reader.flag() else { return false }
        guard hasChromaLocation else { return true }
        return reader.unsignedGolomb() != nil && reader.unsignedGolomb() != nil
    }

    private mutating func readTiming(_ reader: inout BitReader) -> Bool {
        guard let hasTiming = reader.flag() else { return false }
        if hasTiming {
            guard let ticks = reader.bits(32), let scale = reader.bits(32), reader.flag() != nil
            else { return false }
            // A tick is the time of a field.
            if ticks > 0, scale > 0 { frameRate = (scale, 2 * ticks) }
        }
        guard let hasNALBuffering = reader.flag(), skipBuffering(&reader, hasNALBuffering),
            let hasVideoBuffering = reader.flag(), skipBuffering(&reader, hasVideoBuffering)
        else { return false }
        if hasNALBuffering || hasVideoBuffering, reader.flag() == nil { return false }
        return reader.flag() != nil
    }

    private func skipBuffering(_ reader: inout BitReader, _ isPresent: Bool) -> Bool {
        guard isPresent else { return true }
        guard let count = reader.unsignedGolomb(), count <= 31, reader.bits(8) != nil else {
            return false
        }
        for _ in 0...count {
            guard reader.unsignedGolomb() != nil, reader.unsignedGolomb() != nil,
                reader.flag() != nil
            else { return false }
        }
        return reader.bits(20) != nil
    }

    private mutating func readRestrictions(_ reader: inout BitReader) -> Bool {
        guard let isPresent = reader.flag() else { return false }
        guard isPresent else { return true }
        guard reader.flag() != nil,
            reader.unsignedGolomb() != nil, reader.unsignedGolomb() != nil,
            reader.unsignedGolomb() != nil, reader.unsignedGolomb() != nil,
            let depth = reader.unsignedGolomb(), depth <= 16
        else { return false }
        reorderDepth = depth
        // The size of the buffer of decoded pictures.
        guard let buffer = reader.unsignedGolomb() else { return false }
        return buffer <= 16 && buffer >= depth
    }
}
