import DailiesBitstream
import Glibc

/// The x264 options for encoded pictures: those of the reference clip, so that the parameter sets
/// become equal where possible.
///
/// Source: the options that x264 writes into the stream (`x264_param2string`) and their names.
enum X264Options {
    /// Options that affect the parameter sets: their names in the stream and as x264 parameters.
    private static let replayed = [
        "cabac": "cabac", "ref": "ref", "bframes": "bframes", "b_pyramid": "b-pyramid",
        "b_adapt": "b-adapt", "weightb": "weightb", "weightp": "weightp", "keyint": "keyint",
        "keyint_min": "min-keyint", "rc_lookahead": "rc-lookahead", "me": "me", "subme": "subme",
        "trellis": "trellis", "mixed_ref": "mixed-refs", "8x8dct": "8x8dct", "psy": "psy",
        "psy_rd": "psy-rd", "constrained_intra": "constrained-intra",
    ]

    /// The encoder's options.
    ///
    /// - Parameters:
    ///   - note: the options that x264 wrote into the reference clip.
    ///   - level: the reference clip's level, times ten.
    ///   - rateFactor: the requested quality (CRF).
    static func make(
        like note: [String: String], level: Int?, rateFactor: Double
    ) -> [String: String] {
        var parameters = replayed.sorted { $0.key < $1.key }.compactMap { name, option in
            note[name].flatMap { isPlain($0) ? "\(option)=\($0)" : nil }
        }
        // Length prefixes in front of NAL units instead of start codes, as in MP4.
        parameters.append("annexb=0")
        if !note.isEmpty, let level {
            parameters.append("level=\(level)")
        }
        // The picture parameter set contains the rate factor with which the encoder starts. So it
        // starts with the reference clip's, and one zone over the whole film changes the bit rate
        // to the requested quality: 6 steps double the bits.
        let nominal = nominalRateFactor(note) ?? rateFactor
        let boost = exp2((nominal - rateFactor) / 6)
        if abs(boost - 1) > 0.001 { parameters.append("zones=0,100000000,b=\(rounded(boost))") }
        return [
            "preset": "medium", "crf": rounded(nominal), "forced-idr": "1",
            "x264-params": parameters.joined(separator: ":"),
        ]
    }

    /// Whether an option's value can only be a number, two of them, or a word.
    ///
    /// The options come from other people's files: a value with another option in it would be
    /// obeyed.
    private static func isPlain(_ value: String) -> Bool {
        let parts = value.split(separator: ":", omittingEmptySubsequences: false)
        let isNumbers = parts.count <= 2 && parts.allSatisfy { Double($0)?.isFinite == true }
        let isWord = (1...8).contains(value.count) && value.allSatisfy { ("a"..."z").contains($0) }
        return isNumbers || isWord
    }

    /// The rate factor that gives the same number in the picture parameter set as the reference
    /// clip's.
    private static func nominalRateFactor(_ note: [String: String]) -> Double? {
        switch note["rc"] {
        case "crf": note["crf"].flatMap(quality)
        case "cqp": note["qp"].flatMap(quality)
        // x264's assumption if a bit rate is set instead of a quality.
        case "abr", "2pass", "cbr": 26
        default: nil
        }
    }

    private static func quality(_ text: String) -> Double? {
        Double(text).flatMap { (0...51).contains($0) ? $0 : nil }
    }

    private static func rounded(_ value: Double) -> String {
        String((value * 1000).rounded() / 1000)
    }
}
