public import DailiesVerification

extension CheckCode {
    /// Where the picture is black (0272B).
    public static let blackFrames = CheckCode(rawValue: "video.blackFrames")
    /// Where the picture is one colour other than black (0016B).
    public static let constantColour = CheckCode(rawValue: "video.constantColour")
    /// Where the picture stands still (0044B).
    public static let freeze = CheckCode(rawValue: "video.freeze")
    /// Whether the picture is noise, in which no pixel resembles its neighbour.
    public static let noise = CheckCode(rawValue: "video.noise")
    /// Black bars around the picture (0015B).
    public static let blackBars = CheckCode(rawValue: "video.blackBars")
    /// Whether the picture cuts where it was asked to.
    public static let cuts = CheckCode(rawValue: "video.cuts")
    /// How loud the sound is (0010B, 0084B).
    public static let loudness = CheckCode(rawValue: "audio.loudness")
}
