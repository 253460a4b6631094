/// The options that x264 was started with, which it writes into an SEI message of the first picture.
///
/// Source: ITU-T H.264, D.1.7 (unregistered user data); the text is in x264's own format.
package enum X264Settings {
    /// The UUID of x264's SEI message.
    private static let uuid: [UInt8] = [
        0xDC, 0x45, 0xE9, 0xBD, 0xE6, 0xD9, 0x48, 0xB7, 0x96, 0x2C, 0xD8, 0x20, 0xD9, 0x23, 0xEE,
        0xEF,
    ]
    private static let unregisteredData = 5

    /// The options by name, such as `ref` and `crf`; `nil` if the packet has no such message.
    package static func options(
        in packet: UnsafeBufferPointer<UInt8>, lengthSize: Int
    ) -> [String: String]? {
        for unit in NALUnits(packet, lengthSize: lengthSize)
        where packet[unit.lowerBound] & 0x1F == 6 {
            for message in SEIMessages.list(in: Array(packet[unit]))
            where message.type == unregisteredData && message.payload.starts(with: uuid) {
                return options(of: String(decoding: message.payload.dropFirst(16), as: UTF8.self))
            }
        }
        return nil
    }

    /// Which option contradicts the parameter sets of the same stream, as a clause; `nil` if none
    /// does.
    ///
    /// x264 derives the sets from its options, so that a difference is damage. Decoders don't notice
    /// it and show wrong pictures.
    package static func contradiction(
        _ options: [String: String], _ configuration: AVCConfiguration
    ) -> String? {
        guard let sequence = configuration.firstSequence, sequence.bitDepth == 8,
            configuration.pictureParameterSets.count == 1,
            let picture = configuration.pictureParameterSets.first
                .flatMap({ PictureParameterSet(nalUnit: $0) })
        else { return nil }
        var expected: [(name: String, stated: Int, found: Int)] = []
        func add(_ name: String, _ found: Int, _ value: (Int) -> Int = { $0 }) {
            if let stated = options[name].flatMap({ Int($0) }) {
                expected.append((name, value(stated), found))
            }
        }
        add("cabac", picture.usesCABAC ? 1 : 0)
        add("weightb", picture.weightedBipredictive) { $0 == 0 ? 0 : 2 }
        add("weightp", picture.isWeighted ? 1 : 0) { min($0, 1) }
        add("constrained_intra", picture.hasConstrainedIntra ? 1 : 0)
        add("8x8dct", picture.end.hasLargeTransforms ? 1 : 0)
        // Scaling matrices may stand in either kind of set; without any there is none here.
        if options["cqm"] == "0" { add("cqm", picture.end.hasScalingMatrix ? 1 : 0) }
        if sequence.chromaFormat == 1 {
            add("chroma_qp_offset", picture.chromaOffset)
            if let second = picture.end.secondChromaOffset { add("chroma_qp_offset", second) }
        }
        if let quantizers = initialQuantizers(options) {
            let found = picture.initialQuantizer
            expected.append(
                ("rc", quantizers.contains(found) ? found : quantizers.upperBound, found))
        }
        return expected.first { $0.stated != $0.found }.map {
            "the option \($0.name) of the encoder doesn't fit the picture parameter set"
        }
    }

    /// The quantizers from which x264 may let slices count; `nil` if the options don't say.
    private static func initialQuantizers(_ options: [String: String]) -> ClosedRange<Int>? {
        if options["stitchable"] == "1" { return 26...26 }
        switch options["rc"] {
        case "abr": return 26...26
        case "crf":
            guard let factor = options["crf"].flatMap({ Double($0) }), (0...100).contains(factor)
            else { return nil }
            let whole = Int(factor)
            // It is written with one decimal: 22.96 as 23.0, and used without a fraction.
            return factor == factor.rounded() ? max(0, whole - 1)...whole : whole...whole
        case "cqp":
            // Lossless streams have another profile, and another scale.
            return options["qp"].flatMap { Int($0) }.flatMap { $0 == 0 ? nil : $0...$0 }
        // The second of two passes begins with what the first one measured.
        default: return nil
        }
    }

    private static func options(of text: String) -> [String: String]? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\0" })
        guard let begin = words.firstIndex(of: "options:") else { return nil }
        var options: [String: String] = [:]
        for word in words[(begin + 1)...] {
            let pair = word.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { options[String(pair[0])] = String(pair[1]) }
        }
        return options
    }
}
