/// A model at one provider: its endpoints, and the provider's own limits.
package struct ModelHost: Hashable, Sendable {
    /// The endpoint for runs without pictures; `nil` if every run needs a picture.
    package let text: Endpoint?
    /// The endpoint for runs with a start picture; `nil` if pictures aren't taken.
    package let start: Endpoint?
    /// The endpoint for runs with a start and an end picture, if it is one of its own.
    package let startAndEnd: Endpoint?
    /// The maximum number of prompts in a row, where the provider allows fewer than the model.
    let multiPromptMaximum: Int?
    /// The resolutions that the provider offers, where they are fewer than the model's; `nil` for all.
    let resolutions: [String]?
    /// Whether a picture may be sent in the request itself, as a data URI.
    package let acceptsDataURIs: Bool
    /// The maximum size of an uploaded picture or video in bytes; `nil` if none is known.
    package let uploadBytesMaximum: Int?

    /// An endpoint with the fields that its page lists.
    package struct Endpoint: Hashable, Sendable {
        package let address: String
        /// The fields' names at the provider; `nil` for every field of the wire.
        let fields: Set<String>?
        /// The names of the fields that a request must have.
        let required: Set<String>
        package let wire: WireForm

        /// Whether a field of a shot list can be sent.
        ///
        /// `elements.voice_id` is a field of each element; an extra has its own name.
        package func accepts(_ field: String) -> Bool {
            let parts = field.split(separator: ".", maxSplits: 1)
            guard let first = parts.first.map(String.init) else { return false }
            let name =
                CanonicalField.names.contains(first) ? wire.fields[first]?.name : first
            guard let name else { return false }
            return lists(parts.count > 1 ? "\(name).\(parts[1])" : name)
        }

        /// Whether a request must have a field of a shot list.
        package func requires(_ field: String) -> Bool {
            required.contains(wire.fields[field]?.name ?? field)
        }

        /// Whether the page lists a field's name at the provider.
        package func lists(_ name: String) -> Bool { fields?.contains(name) ?? true }

        /// Whether the request says the aspect ratio; otherwise the start picture decides it.
        package var asksAspectRatio: Bool {
            accepts("aspect_ratio")
                && wire.fields["aspect_ratio"].map { wire.constants[$0.name] == nil } ?? false
        }
    }

    /// The endpoint for a run; `nil` if the provider has none.
    package func endpoint(hasStart: Bool, hasEnd: Bool, hasElements: Bool) -> Endpoint? {
        guard hasStart || hasEnd || hasElements else { return text }
        return hasStart && hasEnd ? startAndEnd ?? start : start
    }

    /// The name of each endpoint in a profile, and the endpoint.
    package var endpoints: [(name: String, endpoint: Endpoint)] {
        [("text", text), ("start", start), ("start_end", startAndEnd)].compactMap {
            name, endpoint in
            endpoint.map { (name, $0) }
        }
    }
}
