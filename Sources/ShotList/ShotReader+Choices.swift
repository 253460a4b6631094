import DailiesJSON

// Fields whose values the model's profile lists.
extension ShotReader {
    mutating func readAspectRatio() -> String? {
        if asks.aspectRatios.isEmpty {
            if ownFields.contains("aspect_ratio") {
                report("aspect_ratio", "\(model.name) has none to choose", "leave it out")
            }
            return nil
        }
        return readChoice("aspect_ratio", among: asks.aspectRatios.sorted())
    }

    mutating func readResolution() -> String? {
        guard !asks.resolutions.isEmpty else { return nil }
        let offered = asks.resolutions.filter { host.resolutions?.contains($0) ?? true }
        return readChoice("resolution", among: offered) ?? asks.defaultResolution
    }

    mutating func readFrameRate() -> Int? {
        guard let allowed = asks.frameRates else { return nil }
        guard let value = fields["frame_rate"] else { return asks.defaultFrameRate }
        guard let rate = value.integer, allowed.contains(rate) else {
            report(
                "frame_rate", "\(value.line) isn't allowed", "write \(allowed) frames per second")
            return nil
        }
        return rate
    }

    mutating func readSeed() -> Int? {
        guard let value = fields["seed"], let allowed = asks.seed else { return nil }
        guard let seed = value.integer, allowed.contains(seed) else {
            let isBounded = allowed != Int.min...Int.max
            report(
                "seed", "it is \(value.line)",
                "write a whole number"
                    + (isBounded ? " from \(allowed.lowerBound) to \(allowed.upperBound)" : ""))
            return nil
        }
        return seed
    }

    /// The model's own fields, checked by name, type and value.
    /// - Parameter endpoints: those of the shot's run, or of its parts.
    mutating func readExtras(at endpoints: [ModelHost.Endpoint]) -> [String: JSONValue] {
        guard let value = fields["extras"] else { return [:] }
        guard let members = value.members else {
            report("extras", "it is \(value.kind)", "write an object: {\"name\": value}")
            return [:]
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
            let field = "extras.\(name)"
            if let extra = asks.extras[name] {
                if let correction = extra.correction(for: value) {
                    report(field, "it is \(value.line)", "write \(correction)")
                } else if !endpoints.allSatisfy({ $0.accepts(name) }) {
                    report(field, "\(provider) doesn't accept it here", "leave it out")
                }
            } else {
                report(field, "\(model.name) has no such field", "\(advice(for: name))")
            }
        }
        return members.filter { $0.value != .null }
    }

    private func advice(for name: String) -> String {
        if CanonicalField.names.contains(name) { return "write it in the shot itself" }
        if let near = nearest(to: name, among: asks.extras.keys) {
            return "did you mean \"\(near)\"?"
        }
        let known = asks.extras.keys.sorted().joined(separator: ", ")
        return known.isEmpty ? "it has none of its own" : "its own are \(known)"
    }
}

extension ModelAsks.TextLimit {
    /// How a text exceeds the limit, and what is allowed; `nil` if it doesn't.
    func excess(of text: String) -> (wrong: String, correction: String)? {
        if let bytes, text.utf8.count > bytes {
            return ("it has \(text.utf8.count) bytes of UTF-8", "at most \(bytes) are allowed")
        }
        // Most providers count Unicode scalars: "é" may be two, and a family emoji seven.
        let count = text.unicodeScalars.count
        guard let scalars, count > scalars else { return nil }
        return ("it has \(count) characters", "at most \(scalars) are allowed")
    }
}
