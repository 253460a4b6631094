import DailiesBitstream
import Glibc

/// How x264 is set for pictures that are coded anew: like the film's model, so that the parameter
/// sets come out the same to the byte where that is possible.
///
/// Source: x264's own notes (`x264_param2string`) and the options they stand for.
enum X264Options {
    /// Notes that reach into the parameter sets, and the names that the options have.
    private static let replayed = [
        "cabac": "cabac", "ref": "ref", "bframes": "bframes", "b_pyramid": "b-pyramid",
        "b_adapt": "b-adapt", "weightb": "weightb", "weightp": "weightp", "keyint": "keyint",
        "keyint_min": "min-keyint", "rc_lookahead": "rc-lookahead", "me": "me", "subme": "subme",
        "trellis": "trellis", "mixed_ref": "mixed-refs", "8x8dct": "8x8dct", "psy": "psy",
        "psy_rd": "psy-rd", "constrained_intra": "constrained-intra",
    ]

    /// Options of the encoder.
    ///
    /// - Parameters:
    ///   - note: what x264 noted in the clip that the film is described like.
    ///   - level: that clip's level, ten times.
    ///   - rateFactor: the quality wanted.
    static func make(
        like note: [String: String], level: Int?, rateFactor: Double
    ) -> [String: String] {
        var parameters = replayed.sorted { $0.key < $1.key }.compactMap { name, option in
            note[name].flatMap { isPlain($0) ? "\(option)=\($0)" : nil }
        }
        // Lengths in front of units instead of start codes, as MP4 has them.
        parameters.append("annexb=0")
        if !note.isEmpty, let level {
            parameters.append("level=\(level)")
        }
        // The picture parameter set names the rate factor that the encoder is started with. So it is
        // started with the model's, and one zone over the whole film brings it to the one wanted:
        // six steps double the bits.
        let nominal = nominalRateFactor(note) ?? rateFactor
        let boost = exp2((nominal - rateFactor) / 6)
        if abs(boost - 1) > 0.001 { parameters.append("zones=0,100000000,b=\(rounded(boost))") }
        return [
            "preset": "medium", "crf": rounded(nominal), "forced-idr": "1",
            "x264-params": parameters.joined(separator: ":"),
        ]
    }

    /// Whether a note's value can be nothing but a number, two of them, or a word.
    ///
    /// Notes come from strangers' files: one that held another option would be obeyed.
    private static func isPlain(_ value: String) -> Bool {
        let parts = value.split(separator: ":", omittingEmptySubsequences: false)
        let isNumbers = parts.count <= 2 && parts.allSatisfy { Double($0)?.isFinite == true }
        let isWord = (1...8).contains(value.count) && value.allSatisfy { ("a"..."z").contains($0) }
        return isNumbers || isWord
    }

    /// The rate factor that leaves the number in the picture parameter set that the model has.
    private static func nominalRateFactor(_ note: [String: String]) -> Double? {
        switch note["rc"] {
        case "crf": note["crf"].flatMap(quality)
        case "cqp": note["qp"].flatMap(quality)
        // What x264 assumes where a rate is set and no quality.
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
