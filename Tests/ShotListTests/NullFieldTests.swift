import DailiesShotList
import Testing

/// A `null` means that the field isn't there: what the model says holds again.
struct NullFieldTests {
    @Test func aShapeThatIsNullIsTheModels() throws {
        #expect(try soundShot(#""prompt": "A", "aspect_ratio": null"#).aspectRatio == "16:9")
        let list = try read(
            #"{"defaults": {"aspect_ratio": null}, "shots": [{"prompt": "A"}, {"prompt": "B"}]}"#
        ).list
        #expect(list?.shots.map(\.aspectRatio) == ["16:9", "16:9"])
    }
}
