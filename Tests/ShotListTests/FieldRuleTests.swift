import DailiesShotList
import Testing

/// Choices, numbers, voices and unknown fields.
struct FieldRuleTests {
    @Test(arguments: ["16:9", "9:16", "1:1"])
    func aspectRatioOfTheModelIsAccepted(ratio: String) throws {
        let shot = try soundShot("\"prompt\": \"A\", \"aspect_ratio\": \"\(ratio)\"")
        #expect(shot.aspectRatio == ratio)
    }

    @Test(arguments: ["aspect_ratio", "shot_type"], ["\"4:3\"", "\"\"", "1", "true", "[]"])
    func otherChoiceIsAProblem(field: String, value: String) throws {
        let problem = try onlyProblem("\"prompt\": \"A\", \"\(field)\": \(value)")
        #expect(problem.field == field)
        #expect(problem.message.contains("isn't allowed; choose "))
    }

    @Test(arguments: ["customize", "intelligent"])
    func shotTypeOfTheModelIsAccepted(type: String) throws {
        let shot = try soundShot("\"prompt\": \"A\", \"shot_type\": \"\(type)\"")
        #expect(shot.shotType == type)
    }

    @Test(arguments: [("0", 0), ("0.5", 0.5), ("1", 1), ("1.0", 1)])
    func scaleInTheModelsRangeIsAccepted(value: String, scale: Double) throws {
        #expect(try soundShot("\"prompt\": \"A\", \"cfg_scale\": \(value)").cfgScale == scale)
    }

    @Test(arguments: ["-0.1", "1.1", "\"0.5\"", "true", "[]"])
    func otherScaleIsAProblem(value: String) throws {
        #expect(try onlyProblem("\"prompt\": \"A\", \"cfg_scale\": \(value)").field == "cfg_scale")
    }

    @Test(arguments: ["\"true\"", "1", "0", "\"\"", "[]"])
    func generateAudioMustBeABoolean(value: String) throws {
        let problem = try onlyProblem("\"prompt\": \"A\", \"generate_audio\": \(value)")
        #expect(problem.field == "generate_audio")
    }

    @Test func aCaptionIsAText() throws {
        #expect(try soundShot(#""prompt": "A", "caption": "Hello.""#).caption == "Hello.")
        #expect(try onlyProblem(#""prompt": "A", "caption": 7"#).field == "caption")
    }

    @Test func voiceMustBeMentionedInThePrompt() throws {
        let shot = try soundShot(
            #""prompt": "<<<voice_1>>> calls, <<<voice_2>>> answers", "voice_ids": ["k", "l"]"#,
            provider: "eachlabs")
        #expect(shot.voiceIDs == ["k", "l"])
        let problem = try onlyProblem(
            #""prompt": "<<<voice_1>>> calls", "voice_ids": ["k", "l"]"#, provider: "eachlabs")
        #expect(problem.field == "voice_ids")
        #expect(problem.message == "the prompt doesn't mention <<<voice_2>>>")
    }

    @Test func voiceMayBeMentionedInAnyPromptOfAMultiPrompt() throws {
        let shot = try soundShot(
            #"""
            "multi_prompt": [{"prompt": "A", "duration": 2},
                             {"prompt": "<<<voice_1>>> calls", "duration": 3}], "voice_ids": ["k"]
            """#, provider: "eachlabs")
        #expect(shot.voiceIDs == ["k"])
    }

    @Test func moreThanTwoVoicesAreAProblem() throws {
        let problem = try onlyProblem(
            #"""
            "prompt": "<<<voice_1>>> <<<voice_2>>> <<<voice_3>>>", "voice_ids": ["k", "l", "m"]
            """#, provider: "eachlabs")
        #expect(problem.message == "there are 3; at most 2 are allowed")
    }

    @Test(arguments: ["\"k\"", "[1]", "[\"k\", null]", "{}", "true"])
    func voiceIDsMustBeAListOfTexts(value: String) throws {
        let problem = try onlyProblem(
            "\"prompt\": \"<<<voice_1>>>\", \"voice_ids\": \(value)", provider: "eachlabs")
        #expect(problem.field == "voice_ids")
    }

    @Test(arguments: [
        ("promt", "prompt"), ("Duration", "duration"), ("negative_promt", "negative_prompt"),
        ("cfgscale", "cfg_scale"), ("aspect-ratio", "aspect_ratio"), ("voice_id", "voice_ids"),
    ])
    func misspelledFieldSuggestsTheNearest(name: String, near: String) throws {
        let problem = try onlyProblem("\"prompt\": \"A\", \"\(name)\": \"x\"")
        #expect(problem.field == name)
        #expect(problem.message.contains("did you mean \"\(near)\"?"))
    }

    @Test(arguments: ["camera_motion", "seed", "x", "wholly-different"])
    func unknownFieldWithoutANearNameIsToBeLeftOut(name: String) throws {
        let problem = try onlyProblem("\"prompt\": \"A\", \"\(name)\": 1")
        #expect(problem.field == name)
        #expect(problem.message.contains("leave it out"))
    }

    @Test(arguments: [
        "max_takes", "transition", "preset",
    ])
    func unsupportedFieldIsAProblem(name: String) throws {
        let problem = try onlyProblem("\"prompt\": \"A\", \"\(name)\": \"x\"")
        #expect(problem.field == name)
        #expect(problem.message.contains("this version doesn't support this field"))
    }

    @Test func nullFieldCountsAsAbsent() throws {
        let shot = try soundShot(
            """
            "prompt": "A", "elements": null, "seed": null, "cfg_scale": null,
            "generate_audio": null, "scene": null
            """)
        #expect(shot.cfgScale == nil)
        #expect(shot.generateAudio)
        #expect(shot.scene == nil)
    }

    @Test func remarksHaveAMaximumLength() throws {
        let long = String(repeating: "x", count: 501)
        #expect(try onlyProblem("\"prompt\": \"A\", \"scene\": \"\(long)\"").field == "scene")
        #expect(try soundShot("\"prompt\": \"A\", \"note\": \"\(long)\"").note == long)
        #expect(try onlyProblem(#""prompt": "A", "note": ["x"]"#).field == "note")
    }
}
