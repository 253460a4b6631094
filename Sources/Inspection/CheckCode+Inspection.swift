public import DailiesVerification

extension CheckCode {
    /// Where the picture is black (0272B).
    public static let blackFrames = CheckCode(rawValue: "video.blackFrames")
    /// Where the picture stands still (0044B).
    public static let freeze = CheckCode(rawValue: "video.freeze")
    /// How loud the sound is (0010B).
    public static let loudness = CheckCode(rawValue: "audio.loudness")
}
