extension ModelProfile {
    /// The problems that show only when several keys are compared, such as a default that isn't among
    /// the allowed values.
    var contradictions: [PresetProblem] {
        asks.contradictions
            + hosts.sorted { $0.key < $1.key }
            .flatMap { provider, host in
                unknownResolutions(of: host, place: "hosts.\(provider)")
                    + host.endpoints.flatMap { name, endpoint in
                        contradictions(of: endpoint, place: "hosts.\(provider).\(name)")
                    }
            }
    }

    private func unknownResolutions(of host: ModelHost, place: String) -> [PresetProblem] {
        (host.resolutions ?? []).filter { !asks.resolutions.contains($0) }.map {
            PresetProblem(
                key: "\(place).resolutions", "\"\($0)\" isn't among the resolutions of \"asks\"")
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
        if case .frames(let extra, let rate)? = wire.fields["duration"]?.form,
            !(-1000...1000).contains(extra) || !(1...1000).contains(rate ?? 1)
        {
            report("wire.duration", "write a rate of 1 to 1000, and -1000 to 1000 extra frames")
        }
        for name in wire.constants.keys.sorted() where !endpoint.lists(name) {
            report(
                "wire.constants", "\"\(name)\" isn't in \"fields\", and would not be sent; add it")
        }
        for name in wire.defaults.keys.sorted() where !endpoint.lists(name) {
            report(
                "wire.defaults", "\"\(name)\" isn't in \"fields\", and would not be sent; add it")
        }
        for name in wire.paths where WirePath(name) == nil {
            report("wire", "\"\(name)\" is no path; write it like \"list[key=value].name\"")
        }
        let given = Set(wire.fields.values.map(\.name)).union(wire.constants.keys)
            .union(wire.defaults.keys).union(asks.extras.keys)
        for name in (endpoint.fields ?? []).sorted()
        where !given.contains(name)
            && !given.contains(name.split(separator: ".").first.map(String.init) ?? name)
        {
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
    /// An hour, far more than any model makes.
    fileprivate static let longestRun = 3600

    fileprivate var contradictions: [PresetProblem] {
        var problems: [PresetProblem] = []
        func report(_ key: String, _ message: String) {
            problems.append(PresetProblem(key: "asks.\(key)", message))
        }
        let all =
            [("durations", durations)]
            + resolutionDurations.sorted { $0.key < $1.key }
            .map { ("durations_by_resolution.\($0.key)", $0.value) }
        for (key, durations) in all {
            if durations.lowest < 1 {
                report(key, "it starts at \(durations.lowest) s; write 1 or more")
            }
            if durations.highest > ModelAsks.longestRun {
                report(
                    key, "it ends at \(durations.highest) s; write \(ModelAsks.longestRun) or less")
            }
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
