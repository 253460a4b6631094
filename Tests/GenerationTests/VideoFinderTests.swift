import DailiesGeneration
import DailiesJSON
import DailiesTestSupport
import Testing

/// Which address counts as the video in a response with an undocumented structure.
@Suite struct VideoFinderTests {
    private let request = GenerationRequest(
        endpoint: "fal-ai/kling-video/v3/pro/image-to-video", input: ["prompt": "a lighthouse"],
        clientReference: "dailies-1", metadata: [:])

    private func provider(_ server: LoopbackServer) throws -> FalSyncProvider {
        try FalSyncProvider(Access.of(FalSyncProvider.self, server, key: "id:secret"))
    }

    @Test(arguments: [
        ("{\"result\":{\"clips\":[\"https://a.example/f.mp4?sig=1\"]}}", "f.mp4?sig=1"),
        ("{\"a\":{\"b\":\"https://a.example/f.MOV\"}}", "f.MOV"),
        // Without an extension the key decides.
        ("{\"generated_video\":\"https://a.example/f\"}", "f"),
        ("{\"data\":{\"file\":{\"at\":\"https://a.example/f\"}}}", "f"),
        // An extension outweighs a key, and MP4 outweighs other extensions.
        ("{\"file\":\"https://a.example/page\",\"x\":\"https://a.example/f.webm\"}", "f.webm"),
        ("{\"a\":\"https://a.example/f.webm\",\"b\":\"https://a.example/f.mp4\"}", "f.mp4"),
        (
            """
            {"cover":"https://a.example/c.mp4","video_thumbnail_url":"https://a.example/t",
            "preview":"https://a.example/p.mp4","z":{"url":"https://a.example/f"}}
            """, "f"
        ),
    ])
    func videoIsFound(_ answer: String, _ name: String) async throws {
        let server = try LoopbackServer { _ in .json(answer) }
        let file = GeneratedFile(url: "https://a.example/" + name, bytes: nil)
        #expect(try await provider(server).submit(request).state == .succeeded(file))
    }

    @Test(arguments: [
        "{\"docs\":\"https://a.example/docs\"}", "{\"docs_url\":\"https://a.example/docs\"}",
        "{\"note\":\"https://a.example/anything\"}", "{\"help_url\":\"https://a.example/help\"}",
        "{\"error\":{\"url\":\"https://a.example/why\"}}",
        "{\"detail\":[{\"msg\":\"no\",\"url\":\"https://errors.example/missing\"}]}",
        "{\"message\":\"https://a.example/f.mp4\"}", "{\"url\":\"https://a.example/f.html\"}",
        "{\"result\":\"https://a.example/f.mp4 was never made\"}",
        "{\"start_image_url\":\"https://a.example/s\",\"end_image_url\":\"https://a.example/e\"}",
        "{\"image_url\":\"https://a.example/i\",\"cover_url\":\"https://a.example/c\"}",
        """
        {"elements":[{"video_url":"https://a.example/e.mp4"}],"input":{"video_url":
        "https://a.example/i.mp4"},"inputs":["https://a.example/j.mp4"]}
        """,
        """
        {"result":{"frontal_image_url":"https://a.example/f",
        "reference_image_urls":["https://a.example/r"]}}
        """,
    ])
    func otherAddressesAreNotTakenForTheVideo(_ answer: String) async throws {
        let server = try LoopbackServer { _ in .json(answer) }
        let failure = try await provider(server).failure(ofSubmitting: request, to: server)
        // The video may have been generated, so nothing is sent a second time.
        #expect(failure.kind == .unknown)
    }
}
