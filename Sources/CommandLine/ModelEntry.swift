import DailiesJSON
import DailiesPlanning
import DailiesShotList

/// A model in the list of models.
struct ModelEntry {
    let model: ModelProfile
    let prices: PriceBook

    var text: String {
        let hosts = model.hosts.keys.sorted().map { provider in
            "    \(provider): "
                + (prices.entry(provider: provider, model: model.id).map(Self.text)
                    ?? "no known price")
        }
        return (["\(model.id)  \(model.name)", "    \(traits.joined(separator: ", "))"] + hosts)
            .joined(separator: "\n")
    }

    private var traits: [String] {
        let asks = model.asks
        let endpoints = model.hosts.values.flatMap(\.endpoints).map(\.endpoint)
        var traits = ["\(asks.durations(at: nil)) s"]
        if !asks.aspectRatios.isEmpty { traits.append(asks.aspectRatios.joined(separator: " ")) }
        if !asks.resolutions.isEmpty { traits.append(asks.resolutions.joined(separator: " ")) }
        if let rates = asks.frameRates { traits.append("\(rates) frames per second") }
        traits.append(
            asks.sound == .optional ? "sound optional" : "\(asks.sound.rawValue) with sound")
        if model.hosts.values.allSatisfy({ $0.text == nil }) {
            traits.append("from a picture only")
        }
        if endpoints.contains(where: { $0.accepts("start_image_url") }) {
            let hasEnd = endpoints.contains { $0.accepts("end_image_url") }
            traits.append(hasEnd ? "start and end picture" : "start picture")
        }
        for field in [
            "negative_prompt", "cfg_scale", "seed", "multi_prompt", "voice_ids", "elements",
        ]
        where asks.offers(field) && endpoints.contains(where: { $0.accepts(field) }) {
            traits.append(field)
        }
        return traits + asks.extras.keys.sorted()
    }

    private static func text(_ entry: PriceBook.Entry) -> String {
        let places = entry.rates.map(\.expected).places
        let rates = entry.rates.map { rate in
            let conditions = [
                rate.resolution, rate.seconds.map { "\($0) s" }, rate.sound.map(name),
            ].compactMap(\.self)
            return "\(rate.expected.text(places: places)) a \(rate.unit.rawValue)"
                + (conditions.isEmpty ? "" : " (\(conditions.joined(separator: ", ")))")
        }
        return rates.joined(separator: "; ") + "; \(entry.date)"
    }

    private static func name(_ sound: Shot.Sound) -> String {
        switch sound {
        case .none: "silent"
        case .generated: "with sound"
        case .voices: "with voices"
        }
    }

    var json: JSONValue {
        [
            "id": .string(model.id), "name": .string(model.name),
            "traits": .array(traits.map(JSONValue.string)),
            "hosts": .object(
                Dictionary(
                    uniqueKeysWithValues: model.hosts.keys.map { provider in
                        (provider, hostJSON(provider))
                    })),
        ]
    }

    private func hostJSON(_ provider: String) -> JSONValue {
        let endpoints = model.hosts[provider]?.endpoints ?? []
        var members: [String: JSONValue] = [:]
        for (name, endpoint) in endpoints { members[name] = .string(endpoint.address) }
        if let entry = prices.entry(provider: provider, model: model.id) {
            members["prices"] = .string(Self.text(entry))
            members["source"] = .string(entry.source)
        }
        return .object(members)
    }
}
