import DailiesBitstream

/// The colours with which players display a picture.
///
/// Codes are those of ITU-T H.273, where 2 means unspecified.
enum DisplayedColour {
    /// From this width or above this height on, players take a picture without a colour description
    /// for high definition (ITU-R BT.709), and below for standard definition (ITU-R BT.601).
    static let highDefinitionWidth = 1280
    static let standardDefinitionHeight = 576

    /// The colours of a picture; what its description leaves open follows from the rest of it, or
    /// from the size.
    static func of(_ picture: PictureFormat) -> VideoColour {
        var colour = picture.colour
        let isHigh =
            picture.width >= highDefinitionWidth || picture.height > standardDefinitionHeight
        if colour.matrix == 2 {
            colour.matrix =
                switch colour.primaries {
                case 1: 1
                case 5, 6, 7: 6
                case 9: 9
                default: isHigh ? 1 : 6
                }
        }
        if colour.primaries == 2 {
            colour.primaries =
                switch colour.matrix {
                case 1: 1
                case 5, 6, 7: 6
                case 9, 10: 9
                default: isHigh ? 1 : 6
                }
        }
        if colour.transfer == 2 { colour.transfer = 1 }
        return colour
    }

    /// Whether a picture looks right if it is displayed with the colours of the other one.
    static func agree(_ one: PictureFormat, _ other: PictureFormat) -> Bool {
        common(of(one)) == common(of(other))
    }

    /// The same colours with one code for those that look the same.
    private static func common(_ colour: VideoColour) -> VideoColour {
        var colour = colour
        // The primaries of 625 and 525 lines differ by less than screens do.
        if [5, 7].contains(colour.primaries) { colour.primaries = 6 }
        // One curve under four names.
        if [6, 14, 15].contains(colour.transfer) { colour.transfer = 1 }
        if colour.matrix == 5 { colour.matrix = 6 }
        return colour
    }
}
