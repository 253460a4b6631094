package import DailiesJSON
package import DailiesPlanning
package import DailiesShotList

/// Makes the input of an endpoint from canonical requests, as the model's profile says.
package struct WireInput: Sendable {
    private let endpoint: ModelHost.Endpoint

    package init(_ endpoint: ModelHost.Endpoint) { self.endpoint = endpoint }

    /// The model's input for a request whose pictures and videos are all addresses or data URIs.
    ///
    /// A field without a name at the endpoint isn't sent: planning has already reported it, unless
    /// it asks for what the model does anyway.
    package func input(_ request: RunRequest) -> JSONValue {
        let wire = endpoint.wire
        var members = wire.defaults
        var canonical = request.json.members ?? [:]
        // The canonical form has the duration as a text.
        canonical["duration"] = .integer(request.seconds)
        var input = JSONValue.object([:])
        // In a fixed order: several fields may be entries of one list.
        let sent = CanonicalField.ordered.compactMap { name -> (JSONValue, WireForm.Field)? in
            guard let value = canonical[name], let field = wire.fields[name],
                endpoint.accepts(name), wire.constants[field.name] == nil
            else { return nil }
            return (value, field)
        }
        for (value, field) in sent {
            input.set(Self.written(value, as: field, of: request), at: field.name)
            members[field.name] = nil
        }
        members.merge(wire.constants) { $1 }
        for (_, field) in sent { members.merge(field.companions) { $1 } }
        // Some schemas require a prompt even beside several: the first one then stands for all.
        if case .multiPrompt(let prompts) = request.content, let first = prompts.first,
            endpoint.requires("prompt"), let name = wire.fields["prompt"]?.name,
            name != wire.fields["multi_prompt"]?.name
        {
            input.set(.string(first.prompt), at: name)
        }
        members.merge(request.extras.filter { endpoint.lists($0.key) }) { $1 }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) { input.set(value, at: name) }
        return input
    }

    private static func written(
        _ value: JSONValue, as field: WireForm.Field, of request: RunRequest
    ) -> JSONValue {
        let plain = value.text ?? value.line
        if let mapped = field.values[plain] { return mapped }
        return switch field.form {
        case .plain: value
        case .text: .string(plain)
        case .seconds: .string("\(plain)s")
        case .frames(let extra, let rate):
            .integer(request.seconds * (request.frameRate ?? rate ?? 0) + extra)
        case .json: .string(value.line)
        case .jsonShots: .string(withNumbers(value).line)
        case .shots: .string(Self.shots(value.elements ?? []))
        case .numbered: .array(Self.numbered(value.elements ?? []))
        }
    }

    /// Prompts in a row as one text.
    ///
    /// A semicolon ends a shot: one inside of a prompt is sent as a comma.
    private static func shots(_ prompts: [JSONValue]) -> String {
        prompts.enumerated().map { index, prompt in
            let words = prompt["prompt"]?.text?.replacing(";", with: ",") ?? ""
            return "shot \(index + 1), \(prompt["duration"]?.text ?? ""), \(words);"
        }.joined(separator: " ")
    }

    /// The entries of `multi_prompt`, each with its number, from 1, as `index`.
    private static func numbered(_ prompts: [JSONValue]) -> [JSONValue] {
        prompts.enumerated().map { index, prompt in
            var members = prompt.members ?? [:]
            members["index"] = .integer(index + 1)
            return .object(members)
        }
    }

    /// A list of prompts with each duration as a number; the canonical form has it as a text.
    private static func withNumbers(_ prompts: JSONValue) -> JSONValue {
        .array(
            (prompts.elements ?? []).map { prompt in
                let seconds = prompt["duration"]?.text.flatMap { Int($0) }
                return .object(
                    (prompt.members ?? [:]).merging(
                        seconds.map { ["duration": .integer($0)] } ?? [:]
                    ) { $1 })
            })
    }

    /// The input without its pictures and videos, whose addresses differ from upload to upload.
    package static func withoutMedia(_ input: JSONValue) -> JSONValue {
        .object((input.members ?? [:]).filter { !containsMedia($0.value) })
    }

    /// The beginnings of references to pictures and videos that aren't addresses.
    private static let prefixes = ["data:", "file:", "last-picture:", "sha256:"]

    /// Whether a value is a reference to a picture or a video, or contains one.
    private static func containsMedia(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text):
            !text.contains(where: \.isWhitespace)
                && (text.contains("://") || prefixes.contains(where: text.hasPrefix))
        case .array(let list): list.contains(where: containsMedia)
        case .object(let members): members.values.contains(where: containsMedia)
        case .null, .bool, .integer, .number: false
        }
    }
}
