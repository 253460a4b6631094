/// The fields of an H.264 picture parameter set that the syntax of slice headers depends on.
///
/// Source: ITU-T H.264, 7.3.2.2.
package struct PictureParameterSet: Hashable, Sendable {
    /// `pic_parameter_set_id`.
    package let id: Int
    /// `seq_parameter_set_id`: the sequence parameter set it belongs to.
    package let sequenceID: Int
    /// `entropy_coding_mode_flag`: CABAC rather than CAVLC.
    let usesCABAC: Bool
    /// `bottom_field_pic_order_in_frame_present_flag`.
    let hasBottomFieldOrder: Bool
    /// The default number of active references in list 0 and list 1
    /// (`num_ref_idx_l0_default_active_minus1` and the same of list 1, plus one).
    let defaultReferences: [Int]
    let isWeighted: Bool
    /// `weighted_bipred_idc`.
    let weightedBipredictive: Int
    /// The quantizer from which slices count (`pic_init_qp_minus26` plus 26).
    let initialQuantizer: Int
    /// `chroma_qp_index_offset`.
    let chromaOffset: Int
    /// `constrained_intra_pred_flag`.
    let hasConstrainedIntra: Bool
    /// The fields of the High profiles.
    let end: End
    let hasDeblockingControl: Bool
    let hasRedundantPictures: Bool
    /// Whether all fields are in their ranges, and no data follow the last field.
    let isPlausible: Bool

    /// Parses a whole NAL unit, including its header byte.
    ///
    /// `nil` if it is damaged or has slice groups, which encoders of films don't use.
    package init?(nalUnit: [UInt8]) {
        guard let first = nalUnit.first, first & 0x1F == 8 else { return nil }
        var reader = BitReader(unescaping: nalUnit.dropFirst())
        guard let id = reader.unsignedGolomb(), id <= 255,
            let sequenceID = reader.unsignedGolomb(), sequenceID <= 31
        else { return nil }
        guard let usesCABAC = reader.flag(), let hasBottomFieldOrder = reader.flag(),
            reader.unsignedGolomb() == 0, let forward = reader.unsignedGolomb(), forward <= 31,
            let backward = reader.unsignedGolomb(), backward <= 31,
            let isWeighted = reader.flag(), let bipredictive = reader.bits(2),
            let quantizer = reader.signedGolomb(), let switching = reader.signedGolomb(),
            let chromaOffset = reader.signedGolomb(), let hasDeblockingControl = reader.flag(),
            let hasConstrainedIntra = reader.flag(), let hasRedundantPictures = reader.flag()
        else { return nil }
        self.id = id
        self.sequenceID = sequenceID
        self.usesCABAC = usesCABAC
        self.hasBottomFieldOrder = hasBottomFieldOrder
        defaultReferences = [forward + 1, backward + 1]
        self.isWeighted = isWeighted
        weightedBipredictive = bipredictive
        initialQuantizer = quantizer + 26
        self.chromaOffset = chromaOffset
        self.hasDeblockingControl = hasDeblockingControl
        self.hasRedundantPictures = hasRedundantPictures
        self.hasConstrainedIntra = hasConstrainedIntra
        let end = End(&reader, chromaOffset: chromaOffset)
        self.end = end
        // Deep samples extend the range of quantizers downwards.
        isPlausible =
            (-62...25).contains(quantizer) && (-26...25).contains(switching)
            && (-12...12).contains(chromaOffset) && bipredictive < 3 && end.isProper
    }

    /// The fields of the High profiles at the end of the set; other profiles don't have them.
    struct End: Hashable, Sendable {
        /// Whether no data follow the last field: a parameter set ends with its stop bit.
        private(set) var isProper = true
        /// `transform_8x8_mode_flag`.
        private(set) var hasLargeTransforms = false
        /// `pic_scaling_matrix_present_flag`.
        private(set) var hasScalingMatrix = false
        /// `second_chroma_qp_index_offset`, for the second colour; `nil` if it isn't known.
        private(set) var secondChromaOffset: Int?

        init(_ reader: inout BitReader, chromaOffset: Int) {
            secondChromaOffset = chromaOffset
            if reader.isAtStopBit { return }
            hasLargeTransforms = reader.flag() ?? false
            hasScalingMatrix = reader.flag() ?? false
            // The length of scaling lists depends on the sequence parameter set.
            secondChromaOffset = hasScalingMatrix ? nil : reader.signedGolomb()
            if hasScalingMatrix { return }
            isProper =
                secondChromaOffset.map { (-12...12).contains($0) } == true && reader.isAtStopBit
        }
    }
}
