import DailiesShotList
import Testing

/// A `null` removes a field: the model's default applies.
struct NullFieldTests {
    @Test func nullAspectRatioIsTheModels() throws {
        #expect(try soundShot(#""prompt": "A", "aspect_ratio": null"#).aspectRatio == "16:9")
        let list = try read(
            #"{"defaults": {"aspect_ratio": null}, "shots": [{"prompt": "A"}, {"prompt": "B"}]}"#
        ).list
        #expect(list?.shots.map(\.aspectRatio) == ["16:9", "16:9"])
    }

    /// A null isn't a setting of the shot's own, with which another field could be at odds.
    @Test func nullBesideAStartPictureIsNoProblem() throws {
        let shot = try soundShot(
            #""prompt": "A", "aspect_ratio": null, "start_image_url": "https://a.example/k.png""#)
        #expect(shot.aspectRatio == nil)
    }
}
