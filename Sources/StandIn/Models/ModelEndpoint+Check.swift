import DailiesJSON
import DailiesMediaTime
import Foundation

extension ModelEndpoint {
    /// Checks a request's input against the file: unknown and missing fields, types and values.
    ///
    /// - Parameters:
    ///   - path: the path of the input, which precedes the names of fields in problems.
    ///   - lookup: looks up a picture by the address in the request.
    func check(
        _ input: JSONValue, path: String, _ lookup: @escaping @Sendable (String) -> PictureLookup
    ) throws(ModelInput.Refusal) -> ModelInput {
        var reader = FieldReader(input, path: path)
        reader.rejectUnknownFields(except: fields)
        for name in required where !reader.has(name) {
            reader.addProblem(name, "must be given", "missing")
        }
        let rate = frameRate(&reader)
        let length = duration(&reader, input, rate: rate)
        let scenes = scenes(&reader, seconds: length.seconds)
        let ratio = choice("aspect_ratio", of: "aspect_ratios", &reader, input)
        let resolution = choice("resolution", of: "resolutions", &reader, input)
        let hasSound = sound(&reader)
        checkLimits(&reader, input)
        let pictures = PictureRules(
            bytes: asks["picture"]?["bytes_maximum"]?.integer,
            shortestEdge: asks["picture"]?["side_minimum"]?.integer,
            ratios: range(asks["picture"], "ratio_minimum", "ratio_maximum"), lookup: lookup)
        let start = name("start_image_url").flatMap { reader.picture($0, pictures) }
        let end = name("end_image_url").flatMap { reader.picture($0, pictures) }
        guard reader.problems.isEmpty else {
            throw ModelInput.Refusal(problems: reader.problems)
        }
        return ModelInput(
            scenes: scenes,
            frameSize: frameSize(
                resolution: resolution ?? asks["resolution_default"]?.text,
                ratio: ratio ?? asks["aspect_ratio_default"]?.text, start: start?.size),
            framesPerSecond: rate, extraFrames: length.extraFrames, hasSound: hasSound,
            startPicture: start, endPicture: end, pricePerSecond: Self.pricePerSecond)
    }

    /// In thousandths of a US dollar; files of models have no prices.
    private static var pricePerSecond: Int { 100 }

    /// One of the allowed values of a field, in our words; `nil` if it is missing or a constant.
    private func choice(
        _ field: String, of list: String, _ reader: inout FieldReader, _ input: JSONValue
    ) -> String? {
        guard let name = name(field), let value = input[name] else { return nil }
        if constants[name] == value { return nil }
        let known = (asks[list]?.elements ?? []).compactMap(\.text)
            .filter { field != "resolution" || resolutions?.contains($0) ?? true }
        let allowed = theirs(field, known)
        guard allowed.contains(value) else {
            let shown = allowed.map(\.line).joined(separator: ", ")
            reader.addProblem(
                name, "must be one of \(shown)", "one_of", ["expected": .array(allowed)])
            return nil
        }
        return ours(field, value)
    }

    private func sound(_ reader: inout FieldReader) -> Bool {
        let asked = name("generate_audio").flatMap { reader.flag($0) }
        return switch asks["sound"]?.text {
        case "always": true
        case "never": false
        default: asked ?? asks["sound_default"]?.bool ?? true
        }
    }

    private func frameRate(_ reader: inout FieldReader) -> Int {
        let standard = asks["frame_rate_default"]?.integer
        let fixed = delivers["frame_rate"]?.text.flatMap { FrameRate($0) }
            .map { Int($0.framesPerSecond.rounded()) }
        guard let name = name("frame_rate") else { return fixed ?? standard ?? 24 }
        let asked = reader.whole(name, of: allowed("frame_rates"))
        return fixed ?? asked ?? standard ?? 24
    }

    /// The seconds of the clip, and the frames that it has in addition to them.
    private func duration(
        _ reader: inout FieldReader, _ input: JSONValue, rate: Int
    ) -> (seconds: Int, extraFrames: Int) {
        let extra = delivers["extra_frames"]?.integer ?? 0
        let standard = (asks["duration_default"]?.integer ?? 5, extra)
        guard let name = name("duration"), let value = input[name] else { return standard }
        let allowed = allowed("durations")
        switch form("duration") {
        case "frames":
            let more = formNumber("duration", "extra") ?? 0
            let least = (allowed.first ?? 1) * rate + more
            let most = (allowed.last ?? 3600) * rate + more
            guard let frames = reader.whole(name, of: least...max(least, most)) else {
                return standard
            }
            return (frames / rate, frames % rate)
        case "text", "seconds":
            let unit = form("duration") == "seconds" ? "s" : ""
            guard let text = reader.choice(name, of: allowed.map { "\($0)\(unit)" }),
                let seconds = Int(text.dropLast(unit.count))
            else { return standard }
            return (seconds, extra)
        default:
            guard value.number != nil else {
                reader.addProblem(name, "must be a number", "float_type")
                return standard
            }
            return (reader.whole(name, of: allowed) ?? standard.0, extra)
        }
    }

    private func scenes(_ reader: inout FieldReader, seconds: Int) -> [ClipSpec.Scene] {
        let promptName = name("prompt") ?? "prompt"
        let listName = name("multi_prompt")
        let limit = asks["prompt"]?["maximum"]?.integer ?? .max
        let prompt = reader.text(promptName, limit: limit)
        if let bytes = asks["prompt"]?["bytes_maximum"]?.integer, let prompt,
            prompt.utf8.count > bytes
        {
            reader.addProblem(promptName, "must have at most \(bytes) bytes")
        }
        guard let listName, reader.has(listName) else {
            if prompt == nil, !reader.has(promptName) {
                reader.addProblem(promptName, "must be given", "missing")
            }
            return [ClipSpec.Scene(prompt: prompt ?? "", seconds: seconds)]
        }
        if reader.has(promptName), !required.contains(promptName) {
            reader.addProblem(promptName, "must not be given together with \(listName)")
        }
        let rules = asks["multi_prompt"]
        let most = max(1, rules?["maximum"]?.integer ?? 1)
        let shortest = rules?["shortest"]?.integer ?? 1
        if form("multi_prompt") == "json_shots" {
            return shots(listName, most, shortest, &reader, seconds: seconds)
        }
        let elements = reader.list(listName, count: 1...most) ?? []
        let scenes = elements.enumerated().map { index, element in
            var inner = reader.element(element, of: listName, at: index)
            let text = inner.text("prompt", limit: rules?["prompt_maximum"]?.integer ?? .max)
            let longest = allowed("durations").last ?? shortest
            let length = inner.choice(
                "duration", of: (shortest...max(shortest, longest)).map(String.init))
            inner.rejectUnknownFields(except: ["prompt", "duration"])
            reader.addProblems(of: inner)
            return ClipSpec.Scene(prompt: text ?? "", seconds: length.flatMap { Int($0) } ?? 0)
        }
        let total = scenes.reduce(0) { $0 + $1.seconds }
        if !elements.isEmpty, total != seconds {
            reader.addProblem(listName, "durations must add up to \(seconds) seconds")
        }
        return scenes
    }

    /// A list of prompts as JSON inside a text, with durations as numbers.
    private func shots(
        _ name: String, _ most: Int, _ shortest: Int, _ reader: inout FieldReader, seconds: Int
    ) -> [ClipSpec.Scene] {
        guard let text = reader.text(name, limit: .max),
            let elements = (try? JSONValue(parsing: Data(text.utf8)))?.elements
        else {
            reader.addProblem(name, "must be a JSON array in a string")
            return []
        }
        if !(1...most).contains(elements.count) {
            reader.addProblem(name, "must have 1 to \(most) shots")
        }
        let scenes = elements.enumerated().map { index, element in
            var inner = reader.element(element, of: name, at: index)
            let limit = asks["multi_prompt"]?["prompt_maximum"]?.integer ?? .max
            let prompt = inner.text("prompt", limit: limit)
            let length = inner.whole("duration", of: shortest...max(shortest, seconds))
            if prompt == nil || length == nil {
                inner.addProblem("prompt", "and duration must be given", "missing")
            }
            inner.rejectUnknownFields(except: ["prompt", "duration"])
            reader.addProblems(of: inner)
            return ClipSpec.Scene(prompt: prompt ?? "", seconds: length ?? 0)
        }
        if scenes.reduce(0, { $0 + $1.seconds }) != seconds {
            reader.addProblem(name, "total must equal duration (\(seconds) s)")
        }
        return scenes
    }

    /// Checks the fields that don't change the clip.
    private func checkLimits(_ reader: inout FieldReader, _ input: JSONValue) {
        // An empty negative prompt counts as missing.
        if let name = name("negative_prompt"), input[name] != "" {
            _ = reader.text(name, limit: asks["negative_prompt"]?["maximum"]?.integer ?? .max)
        }
        if let name = name("cfg_scale"), let range = range(asks["cfg_scale"]) {
            _ = reader.number(name, in: range)
        }
        if let name = name("seed") {
            let range = range(asks["seed"]) ?? -Double(Int32.max)...Double(UInt32.max)
            if input[name] != nil, input[name]?.integer == nil {
                reader.addProblem(name, "must be a whole number", "int_type")
            } else {
                _ = reader.number(name, in: range)
            }
        }
        if let name = name("shot_type") {
            let types = asks["shot_types"]?.members?.keys.sorted() ?? []
            _ = reader.choice(name, of: types)
        }
        if let name = name("voice_ids") {
            _ = reader.list(name, count: 0...(asks["voices"]?["maximum"]?.integer ?? 0))
        }
        if let name = name("elements") {
            _ = reader.list(name, count: 0...(asks["elements"]?["maximum"]?.integer ?? 0))
        }
        for (name, rule) in asks["extras"]?.members ?? [:] where fields.contains(name) {
            checkExtra(name, rule, &reader)
        }
    }

    private func checkExtra(_ name: String, _ rule: JSONValue, _ reader: inout FieldReader) {
        switch rule["type"]?.text {
        case "bool": _ = reader.flag(name)
        case "text":
            if let values = rule["values"]?.elements?.compactMap(\.text) {
                _ = reader.choice(name, of: values)
            } else {
                _ = reader.text(name, limit: .max)
            }
        default: _ = reader.number(name, in: range(rule) ?? -Double.infinity...Double.infinity)
        }
    }

    private func range(
        _ rule: JSONValue?, _ least: String = "minimum", _ most: String = "maximum"
    ) -> ClosedRange<Double>? {
        guard let least = rule?[least]?.number, let most = rule?[most]?.number, least <= most else {
            return nil
        }
        return least...most
    }
}

extension FieldReader {
    /// A whole number among the allowed ones; `nil` if it is missing or another one.
    fileprivate mutating func whole(_ field: String, of allowed: some Collection<Int>) -> Int? {
        guard let value = value(field) else { return nil }
        guard let number = value.integer, value.text == nil else {
            addProblem(field, "must be a whole number", "int_type")
            return nil
        }
        guard allowed.contains(number) else {
            let shown =
                allowed.count > 12
                ? "\(allowed.min() ?? 0) to \(allowed.max() ?? 0)"
                : allowed.map(String.init).joined(separator: ", ")
            addProblem(field, "must be one of \(shown)", "one_of")
            return nil
        }
        return number
    }
}
