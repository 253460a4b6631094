import DailiesPlanning
import DailiesProduction
import DailiesShotList
import DailiesTestSupport
import FoundationEssentials
import Testing

/// A start picture has its own shape: a model's default isn't asked for in its place.
struct PictureShapeTests {
    private func plan(
        _ model: String, _ fields: String, width: Int, height: Int
    ) throws -> Preparation {
        let folder = try TemporaryFolder()
        try GradientPicture.write(width: width, height: height, to: folder.file("a.png"))
        let list = """
            {"title": "film", "model": "\(model)", "provider": "fal", "shots": [
             {"prompt": "A", "start_image_url": "a.png"\(fields)}]}
            """
        return try Preparation(
            list: .init(list.utf8), path: folder.file("film.json"), flags: .init(),
            presets: PresetsFolder(path: Checkout.path("presets")), allowsUnpriced: true)
    }

    @Test(arguments: [
        ("luma-ray-2", 720, 1280, "9:16"), ("luma-ray-2", 1280, 720, "16:9"),
        ("luma-ray-2", 700, 1000, "3:4"),
    ])
    func theNearestShapeIsAskedFor(
        _ model: String, _ width: Int, _ height: Int, _ shape: String
    ) throws {
        let prepared = try plan(model, "", width: width, height: height)
        let run = try #require(prepared.plan?.runs.first, "\(prepared.problems)")
        #expect(run.request.aspectRatio == shape)
    }

    @Test func theShotsOwnShapeWins() throws {
        let prepared = try plan(
            "luma-ray-2", #", "aspect_ratio": "16:9""#, width: 720, height: 1280)
        #expect(prepared.plan?.runs.first?.request.aspectRatio == "16:9")
    }

    /// An extra is refused where the endpoint that is used doesn't take it.
    @Test func extrasAreCheckedAtTheEndpointThatIsUsed() throws {
        let extra = #", "extras": {"generate_multi_clip_switch": true}"#
        let start = try plan("pixverse-5.5", extra, width: 720, height: 720)
        #expect(start.plan != nil, "\(start.problems)")
        let both = try plan(
            "pixverse-5.5", extra + #", "end_image_url": "a.png""#, width: 720, height: 720)
        #expect(both.problems.contains { $0.field == "extras.generate_multi_clip_switch" })
    }
}
