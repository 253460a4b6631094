import DailiesJSON
import DailiesShotList
import Testing

/// A field that the provider's endpoint doesn't accept is a problem of the list, before a run is
/// bought.
struct HostFieldTests {
    private static let element =
        #"{"frontal_image_url": "a.png", "reference_image_urls": ["b.png"]"#

    @Test(arguments: [
        ("runflow", false), ("fal", false), ("fal-sync", false), ("runflow-sync", true),
        ("eachlabs", true),
    ])
    func voiceIDsAreAcceptedIfThePageListsThem(_ provider: String, isListed: Bool) throws {
        let reading = try readShot(
            #""prompt": "<<<voice_1>>> sings", "voice_ids": ["v1"]"#, provider: provider)
        #expect(reading.problems.map(\.field) == (isListed ? [] : ["voice_ids"]))
        #expect(isListed || reading.problems[0].message.contains("voice_id"))
    }

    @Test(arguments: [
        ("runflow", true), ("fal", true), ("fal-sync", true), ("runflow-sync", false),
        ("eachlabs", false),
    ])
    func elementVoiceIsAcceptedIfThePageListsIt(_ provider: String, isAccepted: Bool) throws {
        let reading = try readShot(
            """
            "prompt": "@Element1 sings", "start_image_url": "k.png",
            "elements": [\(Self.element), "voice_id": "v1"}]
            """, provider: provider)
        #expect(reading.problems.map(\.field) == (isAccepted ? [] : ["elements[1]"]))
        guard isAccepted else { return }
        let shot = try #require(reading.list?.shots.first)
        #expect(shot.elements.first?.voiceID == "v1")
        #expect(shot.sound == .voices)
    }

    @Test(arguments: [("fal", false), ("runflow", false), ("runflow-sync", true)])
    func startPictureIsRequiredIfThePageRequiresIt(
        _ provider: String, isOptional: Bool
    ) throws {
        let reading = try readShot(
            """
            "prompt": "@Element1 runs", "end_image_url": "k.png", "elements": [\(Self.element)}]
            """, provider: provider)
        #expect(
            reading.problems.map(\.field) == (isOptional ? [] : ["end_image_url", "elements"]))
    }

    /// An empty list sends nothing, so no host refuses it.
    @Test(arguments: ["runflow", "fal", "eachlabs", "runflow-sync", "fal-sync"])
    func anEmptyListIsNoField(_ provider: String) throws {
        let reading = try readShot(
            #""prompt": "A", "elements": [], "voice_ids": []"#, provider: provider)
        #expect(reading.problems == [])
    }

    /// A field with a mistake counts as written: it isn't reported as missing or as unaccepted too.
    @Test(arguments: [
        (
            #""prompt": "@Element1 runs", "elements": [{}], "start_image_url": "k.png""#,
            "elements[1]"
        ),
        (#""prompt": "A", "start_image_url": 5, "end_image_url": "k.png""#, "start_image_url"),
        (#""prompt": "A", "end_image_url": 5, "start_image_url": "k.png""#, "end_image_url"),
    ])
    func aMistakeIsReportedOnce(_ members: String, _ field: String) throws {
        #expect(try onlyProblem(members).field == field)
    }

    /// Runflow's older image-to-video takes an end picture alone, whose shape is the film's then.
    @Test func anEndPictureAloneDeterminesTheShape() throws {
        let shot = try soundShot(
            #""prompt": "A", "end_image_url": "k.png""#, provider: "runflow-sync")
        #expect(shot.aspectRatio == nil)
    }

    @Test(arguments: ["runflow", "fal", "eachlabs", "runflow-sync", "fal-sync"])
    func promptOfAMultiPromptMayLastOneSecond(_ provider: String) throws {
        let reading = try readShot(
            #"""
            "multi_prompt": [{"prompt": "A", "duration": 1}, {"prompt": "B", "duration": "2"}]
            """#, provider: provider)
        #expect(reading.problems == [])
    }

    @Test func nullFieldsCountAsAbsent() throws {
        let shot = try soundShot(
            #"""
            "prompt": "A", "multi_prompt": null, "duration": null, "negative_prompt": null,
            "elements": null, "voice_ids": null, "start_image_url": null
            """#)
        #expect(shot.content == .prompt("A"))
        #expect(shot.duration == 5)
        // A null multi_prompt doesn't replace an inherited prompt.
        let reading = try read(
            #"{"defaults": {"prompt": "B"}, "shots": [{"multi_prompt": null}]}"#)
        #expect(reading.list?.shots.first?.content == .prompt("B"))
    }

    @Test func metadataMustBeAnObject() throws {
        let shot = try soundShot(#""prompt": "A", "metadata": {"reel": "A7", "day": 3}"#)
        #expect(shot.metadata == ["reel": "A7", "day": 3])
        #expect(try onlyProblem(#""prompt": "A", "metadata": "A7""#).field == "metadata")
    }
}
