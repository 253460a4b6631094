extension ModelProfile {
    /// Values that don't fit together, which no single key shows.
    var contradictions: [PresetProblem] {
        asks.contradictions
            + hosts.sorted { $0.key < $1.key }
            .flatMap { provider, host in
                host.endpoints.flatMap { name, endpoint in
                    contradictions(of: endpoint, place: "hosts.\(provider).\(name)")
                }
            }
    }

    private func contradictions(
        of endpoint: ModelHost.Endpoint, place: String
    ) -> [PresetProblem] {
        var problems: [PresetProblem] = []
        func report(_ key: String, _ message: String) {
            problems.append(PresetProblem(key: "\(place).\(key)", message))
        }
        let wire = endpoint.wire
        if !endpoint.accepts("prompt") {
            report("wire.prompt", "it is missing; write the name of the prompt's field")
        }
        for field in wire.fields.keys.sorted() where !asks.offers(field) {
            if let name = wire.fields[field]?.name, endpoint.fields?.contains(name) == true {
                report("wire.\(field)", "\"asks\" doesn't offer it; describe it there")
            }
        }
        if !asks.durations.isSingle, !endpoint.accepts("duration") {
            report("wire.duration", "there are several durations, but no field that asks for one")
        }
        if asks.sound == .optional, !endpoint.accepts("generate_audio") {
            report("wire.generate_audio", "the sound is optional, but no field asks for it")
        }
        if case .frames(_, nil)? = wire.fields["duration"]?.form, asks.defaultFrameRate == nil {
            report("wire.duration.rate", "it is missing; write the frame rate that gives seconds")
        }
        let given = Set(wire.fields.values.map(\.name)).union(wire.constants.keys)
            .union(asks.extras.keys)
        for name in (endpoint.fields ?? []).sorted()
        where !given.contains(name.split(separator: ".").first.map(String.init) ?? name) {
            report(
                "fields",
                "\"\(name)\" isn't in \"wire\", and not an extra of \"asks\"; add it, or leave it out"
            )
        }
        for name in endpoint.required.sorted() where !given.contains(name) {
            report("required", "a shot can't give \"\(name)\"; add it to \"constants\" or extras")
        }
        return problems
    }
}

extension ModelAsks {
    fileprivate var contradictions: [PresetProblem] {
        var problems: [PresetProblem] = []
        func report(_ key: String, _ message: String) {
            problems.append(PresetProblem(key: "asks.\(key)", message))
        }
        if durations.lowest < 1 {
            report("durations", "it starts at \(durations.lowest) s; write 1 or more")
        }
        if !durations.contains(defaultDuration) {
            report("duration_default", "it is \(defaultDuration); write \(durations)")
        }
        checkDefault(defaultAspectRatio, of: aspectRatios, "aspect_ratio", report)
        checkDefault(defaultResolution, of: resolutions, "resolution", report)
        for resolution in resolutionDurations.keys.sorted() where !resolutions.contains(resolution)
        {
            report("durations_by_resolution.\(resolution)", "\"resolutions\" doesn't name it")
        }
        if let frameRates, let defaultFrameRate, !frameRates.contains(defaultFrameRate) {
            report("frame_rate_default", "it is \(defaultFrameRate); write \(frameRates)")
        }
        if frameRates != nil, defaultFrameRate == nil {
            report("frame_rate_default", "it is missing; write one of the frame rates")
        }
        if multiPrompt != nil, !shotTypes.isEmpty, shotTypeOfPrompts == nil {
            report("shot_types", "none has the value \"prompts\", for several prompts in a row")
        }
        for name in extras.keys.sorted() where CanonicalField.names.contains(name) {
            report("extras.\(name)", "it is a field of every list; describe it in \"wire\"")
        }
        return problems
    }

    private func checkDefault(
        _ value: String?, of values: [String], _ name: String,
        _ report: (String, String) -> Void
    ) {
        let list = values.isEmpty ? "nothing" : values.joined(separator: ", ")
        if let value, !values.contains(value) {
            report("\(name)_default", "it is \"\(value)\"; allowed are: \(list)")
        } else if value == nil, !values.isEmpty {
            report("\(name)_default", "it is missing; write one of \(list)")
        }
    }
}
