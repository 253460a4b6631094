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
    let hasDeblockingControl: Bool
    let hasRedundantPictures: Bool

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
            reader.signedGolomb() != nil, reader.signedGolomb() != nil,
            reader.signedGolomb() != nil, let hasDeblockingControl = reader.flag(),
            reader.flag() != nil, let hasRedundantPictures = reader.flag()
        else { return nil }
        self.id = id
        self.sequenceID = sequenceID
        self.usesCABAC = usesCABAC
        self.hasBottomFieldOrder = hasBottomFieldOrder
        defaultReferences = [forward + 1, backward + 1]
        self.isWeighted = isWeighted
        weightedBipredictive = bipredictive
        self.hasDeblockingControl = hasDeblockingControl
        self.hasRedundantPictures = hasRedundantPictures
    }
}
