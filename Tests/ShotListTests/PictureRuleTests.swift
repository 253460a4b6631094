import DailiesShotList
import Testing

/// Start and end pictures, elements, and continuation.
struct PictureRuleTests {
    @Test func startPictureDeterminesTheAspectRatio() throws {
        let shot = try soundShot(#""prompt": "A", "start_image_url": "stills/kite.png""#)
        #expect(shot.start == .picture(.file("stills/kite.png")))
        #expect(shot.aspectRatio == nil)
        #expect(shot.continuesParts)
        let problem = try onlyProblem(
            #""prompt": "A", "start_image_url": "kite.png", "aspect_ratio": "16:9""#)
        #expect(problem.field == "aspect_ratio")
    }

    @Test func inheritedAspectRatioIsDroppedForAStartPicture() throws {
        let reading = try read(
            #"""
            {"preset": "widescreen", "shots": [
                {"prompt": "A", "start_image_url": "https://a.example/kite.png"}]}
            """#)
        #expect(reading.problems == [])
        #expect(reading.list?.shots.first?.aspectRatio == nil)
    }

    @Test(arguments: [
        ("https://a.example/k.png", true), ("data:image/png;base64,AAAA", true),
        ("runflow://assets/1", true), ("http://a.example/k.png", false),
        ("ftp://a.example/k.png", false), ("file:///k.png", false), ("", false),
    ])
    func pictureMustBeAFileOrAFetchableAddress(text: String, isGood: Bool) throws {
        let reading = try readShot("\"prompt\": \"A\", \"start_image_url\": \"\(text)\"")
        #expect(reading.problems.isEmpty == isGood, "\(reading.problems)")
    }

    @Test(arguments: [
        "https://localhost/k.png", "https://LOCALHOST.:8443/k.png", "https://me@127.0.0.1/k.png",
        "https://127.1/k.png", "https://0x7f000001?k", "https://[::1]:8443/k.png",
        "https://[::ffff:10.0.0.1]/k.png", "https://[fd00::1]/k.png", "https://[fe80::1]/k.png",
        "https://10.1.2.3/k.png", "https://172.31.0.1/k.png", "https://192.168.1.4/k.png",
        "https://169.254.169.254/k.png", "https://100.64.0.1/k.png", "https://nas/k.png",
        "https://nas.local/k.png",
    ])
    func privateAddressIsAProblem(_ address: String) throws {
        let problem = try onlyProblem("\"prompt\": \"A\", \"start_image_url\": \"\(address)\"")
        #expect(problem.field == "start_image_url")
        #expect(problem.message.contains("no provider can reach"))
    }

    @Test(arguments: [
        "https://a.example/k.png", "https://8.8.8.8/k.png", "https://172.32.0.1/k.png",
        "https://[2600::1]/k.png", "https://a.example/https://localhost/k.png",
        "https://localhost.example/k.png", "runflow://assets/1",
    ])
    func publicAddressIsAccepted(_ address: String) throws {
        _ = try soundShot("\"prompt\": \"A\", \"start_image_url\": \"\(address)\"")
    }

    @Test(arguments: ["data:image/png;base64,AAAA", "runflow://assets/1"])
    func addressThatTheProviderDoesNotAcceptIsAProblem(text: String) throws {
        let reading = try read(
            """
            {"provider": "eachlabs", "shots": [{"prompt": "A", "start_image_url": "\(text)"}]}
            """)
        #expect(reading.problems.map(\.field) == ["start_image_url"])
    }

    @Test func imageURLSuggestsStartImageURL() throws {
        let problem = try onlyProblem(#""prompt": "A", "image_url": "kite.png""#)
        #expect(problem.message.contains("start_image_url"))
    }

    @Test func endPictureNeedsAStartPictureAndASingleShot() throws {
        let start = #""start_image_url": "a.png", "end_image_url": "b.png""#
        #expect(try soundShot("\"prompt\": \"A\", \(start)").end == .file("b.png"))
        let alone = try onlyProblem(#""prompt": "A", "end_image_url": "b.png""#)
        #expect(alone.message.contains("start_image_url"))
        let row = try onlyProblem("\"multi_prompt\": [{\"prompt\": \"A\"}], \(start)")
        #expect(row.field == "end_image_url")
        let intelligent = try onlyProblem(
            "\"prompt\": \"A\", \"shot_type\": \"intelligent\", \(start)")
        #expect(intelligent.field == "end_image_url")
    }

    @Test func intelligentNeedsASinglePrompt() throws {
        let problem = try onlyProblem(
            #""multi_prompt": [{"prompt": "A"}], "shot_type": "intelligent""#)
        #expect(problem.field == "shot_type")
    }

    private let images = #"{"frontal_image_url": "a.png", "reference_image_urls": ["b.png"]}"#

    private func elements(_ list: String, prompt: String) -> String {
        "\"prompt\": \"\(prompt)\", \"start_image_url\": \"k.png\", \"elements\": [\(list)]"
    }

    @Test func elementHasPicturesOrAVideo() throws {
        let shot = try soundShot(
            elements(
                "\(images), {\"video_url\": \"c.mp4\"}", prompt: "@Element1 meets @Element2"))
        #expect(
            shot.elements == [
                Shot.Element(
                    appearance: .images(frontal: .file("a.png"), others: [.file("b.png")]),
                    voiceID: nil),
                Shot.Element(appearance: .video(.file("c.mp4")), voiceID: nil),
            ])
        #expect(shot.references.map(\.reference.text) == ["k.png", "a.png", "b.png", "c.mp4"])
    }

    @Test(arguments: [
        #"{"frontal_image_url": "a.png"}"#, #"{"reference_image_urls": ["a.png"]}"#, "{}", "7",
        #"{"frontal_image_url": "a.png", "reference_image_urls": ["b", "c", "d", "e"]}"#,
        #"{"frontal_image_url": "a.png", "reference_image_urls": ["b"], "video_url": "c"}"#,
    ])
    func otherElementIsAProblem(_ element: String) throws {
        let problem = try onlyProblem(elements(element, prompt: "@Element1"))
        #expect(problem.field == "elements[1]")
    }

    @Test func elementsHaveAMaximumAndMustBeMentioned() throws {
        let three = Array(repeating: images, count: 3).joined(separator: ", ")
        let all = "@Element1 @Element2 @Element3 @Element4"
        let said = "@Element1 @Element2 @Element3"
        #expect(try soundShot(elements(three, prompt: said)).elements.count == 3)
        let four = try onlyProblem(elements(three + ", " + images, prompt: all))
        #expect(four.message == "there are 4; Kling 3.0 Pro allows 3")
        let unsaid = try onlyProblem(elements(images, prompt: "a man"))
        #expect(unsaid.message == "the prompt doesn't mention @Element1")
        let video = #"{"video_url": "c.mp4"}"#
        let videos = try onlyProblem(elements("\(video), \(video)", prompt: "@Element1 @Element2"))
        #expect(videos.message == "at most 1 of them may be a video")
        let startless = try onlyProblem("\"prompt\": \"@Element1\", \"elements\": [\(images)]")
        #expect(startless.message.contains("elements need a start picture"))
    }

    /// `@Element12` isn't `@Element1`.
    @Test func aLongerNumberIsAnotherEntry() throws {
        let reading = try readShot(elements(images, prompt: "@Element12"))
        #expect(
            reading.problems.map(\.message).sorted() == [
                "the prompt doesn't mention @Element1",
                "the prompt mentions @Element12, but no entry has that number",
            ])
    }

    /// Nothing is said about the mentions in a prompt that couldn't be read.
    @Test(arguments: [
        (#""prompt": 7"#, "prompt"),
        (#""prompt": "@Element1", "multi_prompt": []"#, "multi_prompt"),
        (#""multi_prompt": [{"prompt": "@Element1", "duration": "x"}]"#, "multi_prompt[1]"),
        (#""promt": "@Element1""#, "promt"),
    ])
    func mentionsInAPromptThatCannotBeReadAreNotChecked(prompt: String, field: String) throws {
        let problem = try onlyProblem(
            "\(prompt), \"start_image_url\": \"k.png\", \"elements\": [\(images)]")
        #expect(problem.field == field)
    }

    /// The shot before exists, although it can't be read: this one isn't the first.
    @Test(arguments: ["7", #"{"prompt": "A", "model": "sora"}"#, #"{"promt": "A"}"#])
    func shotAfterOneWithAProblemIsNotTheFirst(entry: String) throws {
        let reading = try read(
            "{\"shots\": [\(entry), {\"prompt\": \"B\", \"continue_from\": \"previous\"}]}")
        #expect(reading.problems.count == 1, "\(reading.problems)")
        // It can't be planned alone.
        #expect(reading.valid.shots == [])
        #expect(reading.readable.shots.last?.start == .previousShot)
    }

    @Test(arguments: [
        (#""prompt": "<<<voice_1>>> calls""#, "voice_ids"),
        (#""prompt": "<<<voice_1>>> <<<voice_2>>>", "voice_ids": ["k"]"#, "voice_ids"),
        (#""prompt": "@Element1 calls", "start_image_url": "k.png""#, "elements"),
    ])
    func referenceInThePromptMustExist(_ members: String, field: String) throws {
        let problem = try onlyProblem(members, provider: "runflow-sync")
        #expect(problem.field == field)
        #expect(problem.message.contains("no entry has that number"))
    }

    @Test func unknownFieldInAMultiPromptIsAProblem() throws {
        let problem = try onlyProblem(#""multi_prompt": [{"prompt": "A", "lens": "50"}]"#)
        #expect(problem.field == "multi_prompt[1].lens")
    }

    @Test func shotContinuesFromThePreviousOne() throws {
        let reading = try read(
            #"""
            {"defaults": {"continue_from": "previous"}, "shots": [
                {"prompt": "A", "duration": 20}, {"prompt": "B"},
                {"prompt": "C", "start_image_url": "k.png"},
                {"prompt": "D", "continue_from": "parts", "duration": 20}]}
            """#)
        #expect(reading.problems == [])
        let shots = try #require(reading.list?.shots)
        #expect(
            shots.map(\.start) == [nil, .previousShot, .picture(.file("k.png")), nil])
        #expect(shots.map(\.continuesParts) == [true, true, true, true])
        #expect(shots.map(\.aspectRatio) == ["16:9", nil, nil, "16:9"])
    }

    @Test func firstShotCannotContinueFromThePrevious() throws {
        let problem = try onlyProblem(#""prompt": "A", "continue_from": "previous""#)
        #expect(problem.field == "continue_from")
    }

    @Test func startPictureAndContinuationAreExclusive() throws {
        let reading = try read(
            #"""
            {"shots": [{"prompt": "A"},
                {"prompt": "B", "continue_from": "previous", "start_image_url": "k.png"}]}
            """#)
        #expect(reading.problems.map(\.field) == ["start_image_url"])
    }

    @Test func multiPromptMaximumDependsOnTheProvider() throws {
        let element = #"{"prompt": "A", "duration": 2}"#
        let six = Array(repeating: element, count: 6).joined(separator: ", ")
        func problems(_ provider: String) throws -> [String] {
            try read(
                "{\"provider\": \"\(provider)\", \"shots\": [{\"multi_prompt\": [\(six)]}]}"
            ).problems.compactMap(\.field)
        }
        #expect(try problems("runflow") == [])
        #expect(try problems("eachlabs") == ["multi_prompt"])
        #expect(try problems("fal") == [])
    }

    @Test func lengthsAreCountedInUnicodeScalars() throws {
        // One character for a reader, seven Unicode scalars.
        let families = String(repeating: "👨‍👩‍👧‍👦", count: 400)
        let problem = try onlyProblem("\"prompt\": \"\(families)\"")
        #expect(problem.message.contains("2800 characters"))
    }
}
