package import DailiesJSON

/// A model profile drafted from OpenAPI documents, and what they leave open.
package struct ModelDraft: Sendable {
    /// The profile; keys that the documents don't answer are missing, or `unknown`.
    package let profile: JSONValue
    /// What a person must look up or decide.
    package let notes: [String]

    /// - Parameters:
    ///   - inputs: the endpoints of one model, with the names of their documents.
    ///   - provider: the host.
    package init(_ inputs: [(document: String, input: OpenAPIInput)], provider: String) {
        var notes: [String] = []
        var asks: [String: JSONValue] = [:]
        var endpoints: [String: JSONValue] = [:]
        // The endpoints that have a document of their own.
        var kinds: Set<String> = []
        var sources: [JSONValue] = []
        var hasSound = false
        for (document, input) in inputs {
            let draft = EndpointDraft(input)
            let address = input.address ?? ""
            if address.isEmpty { notes.append("\(document): write the endpoint's \"address\"") }
            notes += draft.notes.map { "\(document): \($0)" }
            hasSound = hasSound || draft.asks["sound"] != nil
            asks.merge(draft.asks) { known, _ in known }
            if !kinds.insert(draft.kind).inserted {
                notes.append(
                    "\(document): another document describes the \(draft.kind) endpoint too")
            }
            for (kind, endpoint) in draft.endpoints(address: address)
            // An endpoint's own document takes precedence over one derived from another document.
            where kind == draft.kind || !kinds.contains(kind) {
                endpoints[kind] = endpoint
            }
            sources.append([
                "for": .string("hosts.\(provider).\(draft.kind)"), "source": .string(document),
                "date": "undated",
            ])
        }
        if !hasSound {
            asks["sound"] = "never"
            notes.append("no field asks for sound; write \"always\" if the model always makes some")
        }
        asks["aspect_ratios"] = asks["aspect_ratios"] ?? []
        for (key, question) in [
            ("durations", "how long is a video?"), ("duration_default", "how long by default?"),
        ] where asks[key] == nil {
            notes.append("asks.\(key): \(question)")
        }
        notes.append("delivers: frame sizes, rate and extra frames, once they are known")
        let id = inputs.lazy.compactMap(\.input.address).first.map(Self.id) ?? "model"
        profile = [
            "schema": .string(ModelProfile.schema), "id": .string(id), "name": .string(id),
            "sources": .array(sources), "asks": .object(asks),
            "hosts": .object([provider: .object(endpoints.merging(["data_uris": false]) { $1 })]),
            "delivers": [
                "frame_sizes": "unknown", "frame_rate": "unknown", "extra_frames": "unknown",
                "duration": "unknown", "sound": hasSound ? "asked" : "unknown",
                "picture_shape": "unknown",
            ],
        ]
        self.notes = notes
    }

    /// A file name from an address: without the host's own name and the kinds of tasks.
    private static func id(_ address: String) -> String {
        let tasks: Set = ["text-to-video", "image-to-video", "first-last-frame-to-video", "fal-ai"]
        let parts = address.split(separator: "/").map(String.init).filter { !tasks.contains($0) }
        return parts.joined(separator: "-")
    }
}
