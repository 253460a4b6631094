/// The fields of an H.264 sequence parameter set that describe its pictures.
///
/// Source: ITU-T H.264 / ISO/IEC 14496-10, 7.3.2.1.1 and annex E.
package struct SequenceParameterSet: Hashable, Sendable {
    /// `profile_idc`.
    package let profile: Int
    /// `level_idc`.
    package let level: Int
    /// `chroma_format_idc`: 0 grey, 1 4:2:0, 2 4:2:2, 3 4:4:4.
    package let chromaFormat: Int
    /// Bits per luma sample.
    package let bitDepth: Int
    /// Width in pixels after cropping.
    package let width: Int
    /// Height in pixels after cropping.
    package let height: Int
    /// Whether every picture is a frame and none is a field.
    package var isProgressive: Bool { slices.hasFramesOnly }
    /// `max_num_reorder_frames`: how many frames decoding may run ahead of display, if specified.
    package let reorderDepth: Int?
    /// The sample aspect ratio, if specified.
    package let sampleAspectRatio: (width: Int, height: Int)?
    /// The frame rate, if specified: `numerator` frames in `denominator` seconds.
    package let frameRate: (numerator: Int, denominator: Int)?
    /// The colour description.
    package let colour: VideoColour
    /// `seq_parameter_set_id`.
    package let id: Int
    /// Whether all values are among those of the profile, and no data follow the last field.
    let isPlausible: Bool
    /// The fields that the syntax of slice headers depends on.
    let slices: SliceFormat

    /// The fields of a sequence parameter set that the syntax of slice headers depends on.
    struct SliceFormat: Hashable, Sendable {
        /// `separate_colour_plane_flag`: the colour planes are coded as separate pictures.
        var hasSeparatePlanes = false
        /// The number of bits of `frame_num`.
        var frameNumberBits = 0
        /// `pic_order_cnt_type`.
        var orderType = 0
        /// The number of bits of `pic_order_cnt_lsb`, for type 0.
        var orderBits = 0
        /// `delta_pic_order_always_zero_flag`, for type 1.
        var hasNoOrderDeltas = false
        /// `frame_mbs_only_flag`.
        var hasFramesOnly = true
    }

    /// Parses a whole NAL unit, including its header byte; `nil` if it is damaged.
    package init?(nalUnit: [UInt8]) {
        guard let first = nalUnit.first, first & 0x1F == 7 else { return nil }
        var reader = BitReader(unescaping: nalUnit.dropFirst())
        guard let fields = Fields(&reader) else { return nil }
        profile = fields.profile
        level = fields.level
        chromaFormat = fields.chromaFormat
        bitDepth = fields.bitDepth
        width = fields.width
        height = fields.height
        reorderDepth = fields.usability.reorderDepth
        sampleAspectRatio = fields.usability.sampleAspectRatio
        colour = fields.usability.colour
        frameRate = fields.usability.frameRate
        id = fields.id
        slices = fields.slices
        isPlausible =
            fields.fitProfile && fields.usability.isComplete && reader.isAtStopBit
    }

    /// The common name of the profile, such as "High".
    package var profileName: String { Self.profileName(profile) }

    /// libav's name of the pixel format, such as `yuv420p`.
    package var pixelFormat: String? {
        guard let base = [0: "gray", 1: "yuv420p", 2: "yuv422p", 3: "yuv444p"][chromaFormat] else {
            return nil
        }
        return bitDepth == 8 ? base : "\(base)\(bitDepth)le"
    }

    /// The common name of a `profile_idc` (annex A).
    package static func profileName(_ profile: Int) -> String {
        switch profile {
        case 66: "Baseline"
        case 77: "Main"
        case 88: "Extended"
        case 100: "High"
        case 110: "High 10"
        case 122: "High 4:2:2"
        case 244: "High 4:4:4 Predictive"
        default: "profile \(profile)"
        }
    }

    package static func == (left: SequenceParameterSet, right: SequenceParameterSet) -> Bool {
        left.fingerprint == right.fingerprint
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    private var fingerprint: [Int] {
        [
            profile, level, chromaFormat, bitDepth, width, height, isProgressive ? 1 : 0,
            reorderDepth ?? -1, sampleAspectRatio?.width ?? 0, sampleAspectRatio?.height ?? 0,
        ]
    }
}

/// The syntax elements in the order of the bitstream.
private struct Fields {
    var profile = 0
    var level = 0
    var chromaFormat = 1
    var bitDepth = 8
    var width = 0
    var height = 0
    var usability = VideoUsability()
    var id = 0
    var slices = SequenceParameterSet.SliceFormat()

    /// `max_num_ref_frames`.
    private var referenceFrames = 0
    /// `bit_depth_chroma_minus8` plus 8.
    private var chromaBitDepth = 8
    /// `qpprime_y_zero_transform_bypass_flag`: a quantizer of 0 is lossless.
    private var hasLosslessBlocks = false

    /// Whether the values are those of the profile (annex A.2).
    var fitProfile: Bool {
        let depth = max(bitDepth, chromaBitDepth)
        let isAllowed =
            switch profile {
            case 66: slices.hasFramesOnly
            case 100: chromaFormat <= 1 && depth == 8 && !hasLosslessBlocks
            case 110: chromaFormat <= 1 && depth <= 10 && !hasLosslessBlocks
            case 122: chromaFormat <= 2 && depth <= 10 && !hasLosslessBlocks
            default: true
            }
        return isAllowed && referenceFrames <= 16
    }

    private static let profilesWithChroma: Set<Int> = [
        100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135,
    ]

    init?(_ reader: inout BitReader) {
        guard let profile = reader.bits(8), reader.bits(8) != nil, let level = reader.bits(8),
            let id = reader.unsignedGolomb(), id <= 31
        else { return nil }
        self.id = id
        self.profile = profile
        self.level = level
        if Self.profilesWithChroma.contains(profile) {
            guard readChroma(&reader) else { return nil }
        }
        guard let frameNumberExtra = reader.unsignedGolomb(), frameNumberExtra <= 12 else {
            return nil
        }
        slices.frameNumberBits = frameNumberExtra + 4
        guard readPictureOrder(&reader),
            let referenceFrames = reader.unsignedGolomb(), reader.flag() != nil,
            let widthInBlocks = reader.unsignedGolomb(),
            let heightInUnits = reader.unsignedGolomb(),
            let framesOnly = reader.flag()
        else { return nil }
        self.referenceFrames = referenceFrames
        slices.hasFramesOnly = framesOnly
        if !framesOnly, reader.flag() == nil { return nil }
        guard reader.flag() != nil, let isCropped = reader.flag() else { return nil }
        guard widthInBlocks < 1 << 12, heightInUnits < 1 << 12 else { return nil }
        width = (widthInBlocks + 1) * 16
        height = (heightInUnits + 1) * 16 * (framesOnly ? 1 : 2)
        if isCropped, !crop(&reader) { return nil }
        if let hasUsability = reader.flag(), hasUsability {
            usability = VideoUsability(&reader)
        }
    }

    private mutating func readChroma(_ reader: inout BitReader) -> Bool {
        guard let format = reader.unsignedGolomb(), format <= 3 else { return false }
        chromaFormat = format
        if format == 3 {
            guard let isSeparate = reader.flag() else { return false }
            slices.hasSeparatePlanes = isSeparate
        }
        guard let depth = reader.unsignedGolomb(), depth <= 6,
            let chromaDepth = reader.unsignedGolomb(), chromaDepth <= 6,
            let isLossless = reader.flag(), let hasMatrix = reader.flag()
        else { return false }
        (bitDepth, chromaBitDepth) = (8 + depth, 8 + chromaDepth)
        hasLosslessBlocks = isLossless
        guard hasMatrix else { return true }
        for list in 0..<(format == 3 ? 12 : 8) {
            guard let isPresent = reader.flag() else { return false }
            if isPresent, !skipScalingList(&reader, size: list < 6 ? 16 : 64) { return false }
        }
        return true
    }

    private func skipScalingList(_ reader: inout BitReader, size: Int) -> Bool {
        var last = 8
        var next = 8
        for _ in 0..<size {
            if next != 0 {
                guard let delta = reader.signedGolomb() else { return false }
                next = (last + delta + 256) % 256
            }
            last = next == 0 ? last : next
        }
        return true
    }

    private mutating func readPictureOrder(_ reader: inout BitReader) -> Bool {
        guard let type = reader.unsignedGolomb(), type <= 2 else { return false }
        slices.orderType = type
        switch type {
        case 0:
            guard let extra = reader.unsignedGolomb(), extra <= 12 else { return false }
            slices.orderBits = extra + 4
            return true
        case 1:
            guard let isZero = reader.flag(), reader.signedGolomb() != nil,
                reader.signedGolomb() != nil, let count = reader.unsignedGolomb(), count <= 255
            else { return false }
            slices.hasNoOrderDeltas = isZero
            for _ in 0..<count where reader.signedGolomb() == nil { return false }
            return true
        default: return true
        }
    }

    private mutating func crop(_ reader: inout BitReader) -> Bool {
        guard let left = reader.unsignedGolomb(), let right = reader.unsignedGolomb(),
            let top = reader.unsignedGolomb(), let bottom = reader.unsignedGolomb()
        else { return false }
        let unitX = chromaFormat == 1 || chromaFormat == 2 ? 2 : 1
        let unitY = (chromaFormat == 1 ? 2 : 1) * (slices.hasFramesOnly ? 1 : 2)
        width -= (left + right) * unitX
        height -= (top + bottom) * unitY
        return width > 0 && height > 0
    }
}
