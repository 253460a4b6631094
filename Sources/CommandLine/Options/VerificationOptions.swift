import DailiesInspection
import DailiesMediaTime
import DailiesVerification

/// What files are expected to be, and how deep they are looked at.
struct VerificationOptions: OptionGroup {
    let expectation: Expectation
    let depth: Depth
    private let coverage: InspectionCoverage
    private let tolerances: Tolerances
    private let thresholds: InspectionThresholds
    /// Files with MediaConch policies.
    let policies: [String]

    /// How deep a file is looked at.
    enum Depth: Hashable, Sendable {
        case level(Verification.Level)
        /// The level that decodes the file and also judges what is seen and heard.
        case content
    }

    init(_ options: inout OptionReader) {
        var expectation = Expectation()
        expectation.duration = options.option(
            "duration", .seconds, "the expected length of the picture, in seconds")
        expectation.aspectRatio = options.option(
            "aspect-ratio", .aspectRatio, "the expected shape, as displayed")
        expectation.frameSize = options.option(
            "frame-size", .frameSize, "the expected size, as displayed")
        expectation.frameRate = options.option(
            "frame-rate", .frameRate, "the expected frames per second, such as 24 or 24000/1001")
        expectation.audio =
            options.option("audio", .choice(), "whether sound is expected (default any)") ?? .any
        let cuts = options.option(
            "cuts", .cuts, "with --level content: the seconds at which cuts are expected")
        expectation.cuts = cuts ?? []
        expectation.isOneShot = options.flag(
            "one-shot", "with --level decode or content: warn of cuts, except those of --cuts")
        expectation.startPicture = options.option(
            "start-picture", .file(),
            "with --level content: the picture that the file must begin with"
        ).map(ExpectedPicture.file)
        expectation.endPicture = options.option(
            "end-picture", .file(),
            "with --level content: the picture that the file must end with"
        ).map(ExpectedPicture.file)
        expectation.previousPicture = options.option(
            "previous-picture", .file(),
            "with --level content: the last picture of the clip that the file continues"
        ).map(ExpectedPicture.file)
        let depth =
            options.option(
                "level", .depth,
                "header, packets, decode or content: how deep to look (default header)")
            ?? .level(.header)
        let wantsEveryPicture = options.flag(
            "every-picture",
            "with --level content: compare every picture with the next one, not only suspicious ones"
        )
        let settings = options.repeated("tolerance", .tolerance, "another tolerance")
        policies = options.repeated("policy", .file(), "a MediaConch policy to check too")
        options.require(
            !wantsEveryPicture || depth == .content, "--every-picture needs --level content")
        options.require(
            !expectation.isOneShot || depth == .content || depth == .level(.decode),
            "--one-shot needs --level decode or content")
        let pictures = [
            ("start-picture", expectation.startPicture), ("end-picture", expectation.endPicture),
            ("previous-picture", expectation.previousPicture),
        ]
        for (name, picture) in pictures {
            options.require(
                picture == nil || depth == .content, "--\(name) needs --level content")
        }
        options.require(cuts == nil || depth == .content, "--cuts needs --level content")
        self.expectation = expectation
        self.depth = depth
        coverage = wantsEveryPicture ? .everyPicture : .suspicious
        var (tolerances, thresholds) = (Tolerances(), InspectionThresholds())
        for setting in settings {
            // Each name belongs to one of the two.
            _ =
                tolerances.set(setting.name, to: setting.value)
                || thresholds.set(setting.name, to: setting.value)
        }
        self.tolerances = tolerances
        self.thresholds = thresholds
    }

    /// A batch that judges files as the options say.
    ///
    /// - Parameters:
    ///   - rules: the rules of the policies.
    ///   - limits: hold for each file.
    func batch(rules: [MediaFile.Rule], limits: VerificationLimits) -> VerificationBatch {
        switch depth {
        case .level(let level):
            return VerificationBatch(
                expectation: expectation, level: level, tolerances: tolerances, limits: limits,
                rules: rules)
        case .content:
            return VerificationBatch {
                [expectation, coverage, tolerances, thresholds] file in
                file.inspect(
                    against: expectation, coverage: coverage, tolerances: tolerances,
                    thresholds: thresholds, limits: limits, rules: rules)
            }
        }
    }
}

/// One `NAME=VALUE` of `--tolerance`, whose name is known and whose value is valid.
struct ToleranceSetting: Hashable, Sendable {
    let name: String
    let value: Double

    /// Every known name, sorted.
    static let names = (Tolerances.names + InspectionThresholds.names).sorted()

    /// Reads "duration-short=0.5"; `nil` for an unknown name or a value that isn't allowed.
    init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let value = Double(parts[1]) else { return nil }
        let name = String(parts[0])
        var (tolerances, thresholds) = (Tolerances(), InspectionThresholds())
        guard tolerances.set(name, to: value) || thresholds.set(name, to: value) else { return nil }
        self.name = name
        self.value = value
    }
}

extension OptionValue<ToleranceSetting> {
    fileprivate static var tolerance: OptionValue {
        OptionValue("NAME=VALUE", expected: "NAME=VALUE") {
            (text: String) throws(UsageError) -> ToleranceSetting? in
            guard let setting = ToleranceSetting(text) else {
                let names = ToleranceSetting.names.joined(separator: ", ")
                throw UsageError(
                    "--tolerance takes NAME=VALUE, not \"\(text)\"; names are: \(names)")
            }
            return setting
        }
    }
}

extension OptionValue<VerificationOptions.Depth> {
    fileprivate static var depth: OptionValue {
        choice(
            "LEVEL",
            of: Verification.Level.allCases.map { ($0.rawValue, .level($0)) }
                + [("content", .content)])
    }
}

extension OptionValue<MediaTime> {
    fileprivate static var seconds: OptionValue {
        OptionValue("S", .duration, expected: "seconds such as 5 or 5.5") { text in
            Double(text).flatMap { $0 > 0 ? MediaTime(seconds: $0) : nil }
        }
    }
}

extension OptionValue<[MediaTime]> {
    fileprivate static var cuts: OptionValue {
        OptionValue("S,S,…", expected: "seconds such as 5,8.5") { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            let times = parts.compactMap { part in
                Double(part).flatMap { $0 >= 0 ? MediaTime(seconds: $0) : nil }
            }
            return times.count == parts.count ? times : nil
        }
    }
}

extension OptionValue<AspectRatio> {
    fileprivate static var aspectRatio: OptionValue {
        OptionValue("W:H", expected: "a shape such as 16:9") { AspectRatio($0) }
    }
}

extension OptionValue<FrameSize> {
    fileprivate static var frameSize: OptionValue {
        OptionValue("WxH", expected: "a size such as 1920x1080") { FrameSize($0) }
    }
}

extension OptionValue<FrameRate> {
    fileprivate static var frameRate: OptionValue {
        OptionValue("R", expected: "a rate such as 24 or 24000/1001") { FrameRate($0) }
    }
}
