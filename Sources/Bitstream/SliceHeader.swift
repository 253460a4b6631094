/// The positions of the parts of an H.264 slice header, so that its `pic_parameter_set_id` can be
/// replaced.
///
/// Source: ITU-T H.264, 7.3.3, 7.3.3.1 (lists), 7.3.3.2 (weights), 7.3.3.3 (marking).
struct SliceHeader {
    /// `pic_parameter_set_id`.
    let pictureSetID: Int
    /// The positions of that id's bits.
    let idBits: Range<Int>
    /// The position of the first bit after the header, where the macroblocks begin.
    let end: Int

    private enum Kind { case predicted, bipredictive, intra, switching, switchingIntra }

    /// Parses a header; `nil` if it is damaged or refers to other parameter sets than the given ones.
    ///
    /// - Parameter header: the first byte of the NAL unit; the reader is positioned after it.
    init?(
        _ reader: inout BitReader, header: UInt8, _ sequences: [Int: SequenceParameterSet],
        _ pictures: [Int: PictureParameterSet]
    ) {
        guard reader.unsignedGolomb() != nil, let type = reader.unsignedGolomb(), type <= 9 else {
            return nil
        }
        let start = reader.position
        guard let id = reader.unsignedGolomb(), let picture = pictures[id],
            let sequence = sequences[picture.sequenceID]
        else { return nil }
        pictureSetID = id
        idBits = start..<reader.position
        let kinds: [Kind] = [.predicted, .bipredictive, .intra, .switching, .switchingIntra]
        var rest = Remainder(
            reader: reader, kind: kinds[type % 5], isIDR: header & 0x1F == 5,
            isReference: header & 0x60 != 0, format: sequence.slices,
            hasColour: sequence.chromaFormat != 0 && !sequence.slices.hasSeparatePlanes,
            picture: picture)
        guard rest.skip() else { return nil }
        reader = rest.reader
        end = reader.position
    }

    /// Skips the fields after the id, in the order of the bitstream.
    ///
    /// Each step returns `false` if the bits end or are invalid.
    private struct Remainder {
        var reader: BitReader
        let kind: Kind
        let isIDR: Bool
        let isReference: Bool
        let format: SequenceParameterSet.SliceFormat
        let hasColour: Bool
        let picture: PictureParameterSet
        private var isField = false
        private var references: [Int] = []

        init(
            reader: BitReader, kind: Kind, isIDR: Bool, isReference: Bool,
            format: SequenceParameterSet.SliceFormat, hasColour: Bool, picture: PictureParameterSet
        ) {
            self.reader = reader
            self.kind = kind
            self.isIDR = isIDR
            self.isReference = isReference
            self.format = format
            self.hasColour = hasColour
            self.picture = picture
        }

        private var isIntra: Bool { kind == .intra || kind == .switchingIntra }
        private var isForward: Bool { kind == .predicted || kind == .switching }

        mutating func skip() -> Bool {
            identity() && order() && referenceCounts() && lists() && weights() && marking()
                && quantisation()
        }

        private mutating func identity() -> Bool {
            if format.hasSeparatePlanes, reader.bits(2) == nil { return false }
            guard reader.bits(format.frameNumberBits) != nil else { return false }
            if !format.hasFramesOnly {
                guard let field = reader.flag() else { return false }
                isField = field
                if field, reader.flag() == nil { return false }
            }
            return !isIDR || reader.unsignedGolomb() != nil
        }

        private mutating func order() -> Bool {
            let hasBottom = picture.hasBottomFieldOrder && !isField
            if format.orderType == 0 {
                guard reader.bits(format.orderBits) != nil else { return false }
                if hasBottom, reader.signedGolomb() == nil { return false }
            } else if format.orderType == 1, !format.hasNoOrderDeltas {
                guard reader.signedGolomb() != nil else { return false }
                if hasBottom, reader.signedGolomb() == nil { return false }
            }
            return !picture.hasRedundantPictures || reader.unsignedGolomb() != nil
        }

        private mutating func referenceCounts() -> Bool {
            if kind == .bipredictive, reader.flag() == nil { return false }
            guard !isIntra else { return true }
            let lists = kind == .bipredictive ? 2 : 1
            references = Array(picture.defaultReferences.prefix(lists))
            guard let isOverridden = reader.flag() else { return false }
            guard isOverridden else { return true }
            for list in 0..<lists {
                guard let count = reader.unsignedGolomb(), count <= 31 else { return false }
                references[list] = count + 1
            }
            return true
        }

        private mutating func lists() -> Bool {
            for _ in references {
                guard let isModified = reader.flag() else { return false }
                guard isModified else { continue }
                while true {
                    guard let operation = reader.unsignedGolomb(), operation <= 3 else {
                        return false
                    }
                    if operation == 3 { break }
                    guard reader.unsignedGolomb() != nil else { return false }
                }
            }
            return true
        }

        private mutating func weights() -> Bool {
            let hasWeights =
                isForward && picture.isWeighted
                || kind == .bipredictive && picture.weightedBipredictive == 1
            guard hasWeights else { return true }
            guard reader.unsignedGolomb() != nil else { return false }
            if hasColour, reader.unsignedGolomb() == nil { return false }
            for count in references {
                for _ in 0..<count {
                    guard weight(numbers: 2), !hasColour || weight(numbers: 4) else { return false }
                }
            }
            return true
        }

        private mutating func weight(numbers: Int) -> Bool {
            guard let isPresent = reader.flag() else { return false }
            guard isPresent else { return true }
            for _ in 0..<numbers where reader.signedGolomb() == nil { return false }
            return true
        }

        private mutating func marking() -> Bool {
            guard isReference else { return true }
            if isIDR { return reader.bits(2) != nil }
            guard let isAdaptive = reader.flag() else { return false }
            guard isAdaptive else { return true }
            while true {
                guard let operation = reader.unsignedGolomb(), operation <= 6 else { return false }
                if operation == 0 { return true }
                // Operation 5 has no operand, operation 3 has two, the others have one.
                for _ in 0..<(operation == 5 ? 0 : operation == 3 ? 2 : 1)
                where reader.unsignedGolomb() == nil { return false }
            }
        }

        private mutating func quantisation() -> Bool {
            if picture.usesCABAC, !isIntra, reader.unsignedGolomb() == nil { return false }
            guard reader.signedGolomb() != nil else { return false }
            if kind == .switching, reader.flag() == nil { return false }
            if kind == .switching || kind == .switchingIntra, reader.signedGolomb() == nil {
                return false
            }
            guard picture.hasDeblockingControl else { return true }
            guard let mode = reader.unsignedGolomb(), mode <= 2 else { return false }
            return mode == 1 || reader.signedGolomb() != nil && reader.signedGolomb() != nil
        }
    }
}
