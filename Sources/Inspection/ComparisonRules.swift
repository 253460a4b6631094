import DailiesVerification

/// Judges how much a picture resembles the one that was asked for: pure functions.
struct ComparisonRules {
    let code: CheckCode
    let thresholds: InspectionThresholds

    /// A different colour only counts where a clip continues another: models may grade a picture.
    private var judgesColour: Bool { code == .seamContinuity }

    /// - Parameter reason: worded to follow "Not compared: ".
    func skipped(_ reason: String) -> Check {
        .skipped(code, expected: expected, "Not compared: \(reason).")
    }

    func check(_ comparison: PictureComparison) -> Check {
        let isLike =
            comparison.similarity >= thresholds.pictureSimilarity
            && comparison.brightness <= thresholds.pictureBrightness
            && (!judgesColour || comparison.colour <= thresholds.pictureColour)
        let hundredths = Int((max(0, comparison.similarity) * 100).rounded())
        let similarity =
            "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
        let measured =
            "similarity \(similarity), brightness \(InspectionRules.tenths(comparison.brightness)) "
            + "and colour \(InspectionRules.tenths(comparison.colour)) code values apart"
        return Check(
            code, isLike ? .pass : .warn, expected: expected, measured: measured,
            tolerance: "picture-similarity \(thresholds.pictureSimilarity), "
                + "picture-brightness \(thresholds.pictureBrightness)"
                + (judgesColour ? ", picture-colour \(thresholds.pictureColour)" : ""),
            isLike ? likeMessage : unlikeMessage + " (\(measured)).")
    }

    private var expected: String {
        switch code {
        case .endPicture: "ends with the picture that was asked for"
        case .seamContinuity: "goes on from the last picture of the clip before"
        default: "begins with the picture that was asked for"
        }
    }

    private var likeMessage: String {
        switch code {
        case .endPicture: "The last picture is the one that was asked for."
        case .seamContinuity: "The picture goes on where the clip before ends."
        default: "The first picture is the one that was asked for."
        }
    }

    private var unlikeMessage: String {
        switch code {
        case .endPicture: "The last picture differs from the one that was asked for"
        case .seamContinuity: "The picture jumps where it should go on from the clip before"
        default: "The first picture differs from the one that was asked for"
        }
    }
}
