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
}
