import DailiesJSON

/// What one endpoint's input says in the words of a profile.
struct EndpointDraft {
    private(set) var asks: [String: JSONValue] = [:]
    private(set) var wire: [String: JSONValue] = [:]
    private(set) var fields: [String] = []
    private(set) var required: [String] = []
    private(set) var notes: [String] = []
    private var constants: [String: JSONValue] = [:]
    private var extras: [String: JSONValue] = [:]
    private var requiresEnd = false

    /// Other names of the fields of shot lists.
    private static let names: [String: String] = [
        "prompt": "prompt", "text_prompt": "prompt", "duration": "duration",
        "duration_seconds": "duration", "seconds": "duration", "num_frames": "duration",
        "aspect_ratio": "aspect_ratio", "ratio": "aspect_ratio", "resolution": "resolution",
        "fps": "frame_rate", "frames_per_second": "frame_rate", "frame_rate": "frame_rate",
        "generate_audio": "generate_audio", "generate_audio_switch": "generate_audio",
        "audio": "generate_audio", "enable_audio": "generate_audio",
        "with_audio": "generate_audio", "sound": "generate_audio",
        "negative_prompt": "negative_prompt", "cfg_scale": "cfg_scale", "seed": "seed",
        "image_url": "start_image_url", "start_image_url": "start_image_url",
        "first_frame_url": "start_image_url", "first_image_url": "start_image_url",
        "first_frame_image_url": "start_image_url", "image": "start_image_url",
        "start_image": "start_image_url", "first_frame_image": "start_image_url",
        "first_frame": "start_image_url", "start_frame_url": "start_image_url",
        "end_image_url": "end_image_url", "tail_image_url": "end_image_url",
        "last_frame_url": "end_image_url", "last_image_url": "end_image_url",
        "end_image": "end_image_url", "last_frame": "end_image_url",
        "last_frame_image": "end_image_url", "end_frame_url": "end_image_url",
        "shot_type": "shot_type", "multi_prompt": "multi_prompt",
    ]

    init(_ input: OpenAPIInput) {
        let hasPicture = input.properties.contains { Self.names[$0.name] == "start_image_url" }
        for property in input.properties {
            let known = Self.names[property.name].flatMap { wire[$0] == nil ? $0 : nil }
            let isDescribed =
                known.map { describe(property, as: $0, input, hasPicture: hasPicture) }
                ?? describeExtra(property)
            guard isDescribed else {
                let need = property.isRequired ? ", and a request needs it" : ""
                notes.append("\"\(property.name)\" can't be described and is left out\(need)")
                // Checking the profile reports it, since a shot can't give it.
                if property.isRequired { required.append(property.name) }
                continue
            }
            fields.append(property.name)
            if property.isRequired { required.append(property.name) }
        }
        if !extras.isEmpty { asks["extras"] = .object(extras) }
        if !constants.isEmpty { wire["constants"] = .object(constants) }
    }

    /// The key of the endpoint in a profile.
    var kind: String {
        guard wire["start_image_url"] != nil else { return "text" }
        return requiresEnd ? "start_end" : "start"
    }

    /// The endpoints by their keys in a profile: one that takes a start picture and doesn't require it
    /// also makes videos of words alone.
    func endpoints(address: String) -> [String: JSONValue] {
        guard kind == "start", let picture = name(of: "start_image_url"),
            !required.contains(picture)
        else { return [kind: endpoint(address, fields, required, wire)] }
        let pictures = [picture, name(of: "end_image_url")].compactMap(\.self)
        return [
            "start": endpoint(address, fields, required + [picture], wire),
            "text": endpoint(
                address, fields.filter { !pictures.contains($0) }, required,
                wire.filter { !["start_image_url", "end_image_url"].contains($0.key) }),
        ]
    }

    private func name(of field: String) -> String? {
        wire[field].flatMap { $0.text ?? $0["name"]?.text }
    }

    private func endpoint(
        _ address: String, _ fields: [String], _ required: [String], _ wire: [String: JSONValue]
    ) -> JSONValue {
        [
            "address": .string(address), "fields": .array(fields.map(JSONValue.string)),
            "required": .array(required.map(JSONValue.string)), "wire": .object(wire),
        ]
    }

    /// Describes a field of shot lists; `false` if its schema doesn't say enough.
    private mutating func describe(
        _ property: OpenAPIInput.Property, as field: String, _ input: OpenAPIInput, hasPicture: Bool
    ) -> Bool {
        switch field {
        case "duration":
            return property.name == "num_frames"
                ? describeFrames(property, input) : describeDuration(property)
        case "aspect_ratio":
            let ratios = property.texts.filter { $0 != "auto" && $0 != "adaptive" }
            guard !ratios.isEmpty, property.texts.count == property.values.count else {
                return false
            }
            asks["aspect_ratios"] = .array(ratios.map(JSONValue.string))
            asks["aspect_ratio_default"] = .string(Self.standard(property, among: ratios))
            if hasPicture, let auto = property.texts.first(where: { !ratios.contains($0) }) {
                constants[property.name] = .string(auto)
            }
        case "resolution":
            guard let first = property.texts.first else { return false }
            asks["resolutions"] = .array(property.values)
            asks["resolution_default"] = property.standard ?? .string(first)
        case "frame_rate":
            // The seconds of a number of frames hold at this rate only.
            if input.properties.contains(where: { $0.name == "num_frames" }) {
                constants[property.name] = property.standard
                return property.standard != nil
            }
            guard let numbers = Self.numbers(property) else { return false }
            asks["frame_rates"] = numbers.rule
            asks["frame_rate_default"] = .integer(property.standard?.wholeNumber ?? numbers.first)
        case "generate_audio":
            guard property.type == "boolean" else { return false }
            asks["sound"] = "optional"
            asks["sound_default"] = .bool(property.standard?.bool ?? false)
        case "prompt", "negative_prompt":
            guard property.type == "string" else { return false }
            asks[field] = ["maximum": property.schema["maxLength"] ?? "unknown"]
        case "cfg_scale": asks[field] = Self.range(property) ?? "unknown"
        case "seed":
            guard property.type == "integer" || property.type == "number" else { return false }
            asks[field] = Self.range(property) ?? "unknown"
        case "start_image_url", "end_image_url":
            guard property.type == "string" else { return false }
            requiresEnd = requiresEnd || field == "end_image_url" && property.isRequired
        case "shot_type":
            let types = ["customize": "prompts", "intelligent": "model"]
            guard !property.texts.isEmpty, property.texts.allSatisfy({ types[$0] != nil }) else {
                return false
            }
            asks["shot_types"] = .object(
                types.filter { property.texts.contains($0.key) }.mapValues(JSONValue.string))
        case "multi_prompt":
            guard let maximum = property.schema["maxItems"]?.integer else { return false }
            asks[field] = [
                "maximum": .integer(maximum), "shortest": 1, "prompt_maximum": "unknown",
            ]
        default: return false
        }
        if field != "duration" { wire[field] = .string(property.name) }
        return true
    }

    private mutating func describeDuration(_ property: OpenAPIInput.Property) -> Bool {
        var form: String?
        var numbers = property.integers
        if property.type == "string" {
            let texts = property.texts.filter { $0 != "auto" }
            let hasUnit = !texts.isEmpty && texts.allSatisfy { $0.hasSuffix("s") }
            numbers = texts.compactMap { Int(hasUnit ? String($0.dropLast()) : $0) }
            guard numbers.count == texts.count else { return false }
            form = hasUnit ? "seconds" : "text"
        }
        if let rule = Self.rule(numbers) ?? Self.range(property) {
            asks["durations"] = rule
            let first = numbers.min() ?? rule["minimum"]?.integer ?? 1
            asks["duration_default"] = .integer(property.standard?.wholeNumber ?? first)
        }
        if asks["durations"] == nil, let standard = property.standard?.wholeNumber {
            describeOnly(standard, of: property)
            if property.type == "string" {
                form = property.standard?.text?.hasSuffix("s") == true ? "seconds" : "text"
            }
        }
        wire["duration"] =
            form.map { ["name": .string(property.name), "form": .string($0)] }
            ?? .string(property.name)
        return true
    }

    /// Of a duration whose limits aren't said, the default is the only value that is known.
    private mutating func describeOnly(_ seconds: Int, of property: OpenAPIInput.Property) {
        asks["durations"] = ["values": [.integer(seconds)]]
        asks["duration_default"] = .integer(seconds)
        notes.append("the limits of \"\(property.name)\" aren't said; add the other durations")
    }

    /// Describes a duration that is asked for as a number of frames: seconds × frame rate + 1, at the
    /// default frame rate of the endpoint.
    private mutating func describeFrames(
        _ property: OpenAPIInput.Property, _ input: OpenAPIInput
    ) -> Bool {
        let rateProperty = input.properties.first { Self.names[$0.name] == "frame_rate" }
        guard let rate = rateProperty?.standard?.wholeNumber, rate > 0 else { return false }
        if let least = property.bound("minimum"),
            let most = property.bound("maximum"),
            case let first = max(1, (least - 2) / rate + 1),
            case let last = (most - 1) / rate, first <= last
        {
            asks["durations"] = ["minimum": .integer(first), "maximum": .integer(last)]
            let frames = property.standard?.wholeNumber ?? first * rate + 1
            asks["duration_default"] = .integer(min(max((frames - 1) / rate, first), last))
        } else if let frames = property.standard?.wholeNumber, frames % rate == 1 {
            describeOnly(frames / rate, of: property)
        }
        wire["duration"] = [
            "name": .string(property.name), "form": "frames", "rate": .integer(rate), "extra": 1,
        ]
        notes.append(
            "\(property.name) is seconds × \(rate) + 1; write another \"extra\" if it isn't")
        return true
    }

    /// Describes a field of the model's own; `false` for lists and objects.
    private mutating func describeExtra(_ property: OpenAPIInput.Property) -> Bool {
        guard !CanonicalField.names.contains(property.name) else { return false }
        var rule: [String: JSONValue]
        switch property.type {
        case "string":
            rule = ["type": "text"]
            if !property.values.isEmpty { rule["values"] = .array(property.values) }
        case "boolean": rule = ["type": "bool"]
        case "integer", "number":
            rule = ["type": property.type == "integer" ? "integer" : "number"]
            rule.merge(Self.range(property)?.members ?? [:]) { $1 }
        default: return false
        }
        extras[property.name] = .object(rule)
        return true
    }

    private static func standard(_ property: OpenAPIInput.Property, among texts: [String]) -> String
    {
        let written = property.standard?.text
        return written.flatMap { texts.contains($0) ? $0 : nil }
            ?? (texts.contains("16:9") ? "16:9" : texts[0])
    }

    private static func numbers(
        _ property: OpenAPIInput.Property
    ) -> (rule: JSONValue, first: Int)? {
        if let rule = rule(property.integers) { return (rule, property.integers[0]) }
        return range(property).flatMap { range in range["minimum"]?.integer.map { (range, $0) } }
    }

    private static func rule(_ numbers: [Int]) -> JSONValue? {
        guard let least = numbers.min(), let most = numbers.max() else { return nil }
        let isRange = numbers.count > 2 && most - least == numbers.count - 1
        return isRange
            ? ["minimum": .integer(least), "maximum": .integer(most)]
            : ["values": .array(numbers.sorted().map(JSONValue.integer))]
    }

    private static func range(_ property: OpenAPIInput.Property) -> JSONValue? {
        guard let least = property.schema["minimum"], let most = property.schema["maximum"],
            least.number != nil, most.number != nil
        else { return nil }
        return ["minimum": least, "maximum": most]
    }
}

extension JSONValue {
    /// A whole number, also in a text such as "8s".
    fileprivate var wholeNumber: Int? {
        integer ?? text.flatMap { Int($0.hasSuffix("s") ? String($0.dropLast()) : $0) }
    }
}
