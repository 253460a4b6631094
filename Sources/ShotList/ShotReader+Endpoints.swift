import DailiesJSON

// Whether the endpoint accepts every field of the shot's requests.
extension ShotReader {
    /// Reports each field that the shot's endpoint doesn't accept, and each missing field that it
    /// requires: the provider would refuse the request.
    ///
    /// - Parameter hasContinuedParts: whether later parts start with the last frame of the previous
    ///   part, and are bought as image-to-video.
    mutating func checkEndpoints(
        hasStart: Bool, hasEnd: Bool, hasElements: Bool, hasContinuedParts: Bool
    ) {
        let usesPictures = hasStart || hasEnd || hasElements
        let endpoint = host.endpoint(hasStart: hasStart, hasEnd: hasEnd, hasElements: hasElements)
        guard let endpoint else {
            let absence = absence(usesPictures: usesPictures)
            report(
                usesPictures ? "start_image_url" : "prompt", absence.wrong, absence.correction)
            return
        }
        if hasContinuedParts, host.start == nil {
            report(
                "continue_from",
                "\(model.name) at \(provider) takes no pictures, which later parts would start with"
            )
        }
        if usesPictures, endpoint.requires("start_image_url"), !hasStart {
            if hasEnd {
                report("end_image_url", "it needs a start picture", "add \"start_image_url\"")
            }
            if hasElements {
                report("elements", "elements need a start picture", "add \"start_image_url\"")
            }
        }
        for name in endpoint.required.sorted() where asks.extras[name] != nil {
            if fields["extras"]?[name] == nil, endpoint.wire.constants[name] == nil {
                report("extras", "\(provider) needs \"\(name)\"", "write it in \"extras\"")
            }
        }
        let later =
            hasContinuedParts
            ? host.endpoint(hasStart: true, hasEnd: hasEnd, hasElements: hasElements) : nil
        for field in CanonicalField.names.sorted() {
            guard let value = fields[field], !value.isEmptyList else { continue }
            if problems.contains(where: { $0.field == field }) || isIdle(field, hasStart: hasStart)
            {
                continue
            }
            let isRefused =
                !endpoint.accepts(field)
                || field != "aspect_ratio" && later?.accepts(field) == false
            if isRefused {
                let rejection = rejection(of: field, usesPictures: usesPictures)
                report(field, rejection.wrong, rejection.correction + removal(of: field))
            }
        }
    }

    /// Why there is no endpoint for the shot.
    private func absence(usesPictures: Bool) -> (wrong: String, correction: String) {
        let place = "\(model.name) at \(provider)"
        if host.start == nil, host.startAndEnd != nil {
            return (
                "\(place) needs a start and an end picture",
                "write \"start_image_url\" and \"end_image_url\""
            )
        }
        return usesPictures
            ? ("\(place) takes no pictures", "leave them out")
            : ("\(place) needs a start picture", "write \"start_image_url\"")
    }

    /// Whether a field's value asks for nothing: what the model does anyway, or an inherited aspect
    /// ratio where a picture determines it.
    private func isIdle(_ field: String, hasStart: Bool) -> Bool {
        switch field {
        case "aspect_ratio": hasStart || !ownFields.contains(field)
        case "generate_audio": asks.sound != .optional
        case "duration": asks.durations.isSingle
        default: fields[field] == ShotFields.defaults(of: model)[field]
        }
    }

    /// How to remove an inherited value, of which the shot says nothing; empty for its own.
    private func removal(of field: String) -> String {
        ownFields.contains(field)
            ? "" : " (it is inherited: write \"\(field)\": null in this shot)"
    }

    private func rejection(
        of field: String, usesPictures: Bool
    ) -> (wrong: String, correction: String) {
        guard asks.offers(field) else {
            return ("\(model.name) has no \"\(field)\"", "leave it out, or choose another model")
        }
        let kind = usesPictures ? "image-to-video" : "text-to-video"
        let rejection = "\(provider)'s \(kind) doesn't accept \"\(field)\""
        if field == "voice_ids", host.start?.accepts("elements.voice_id") == true {
            return (
                rejection,
                "set the voice of an element in a shot with pictures: "
                    + "\"elements\": [{…, \"voice_id\": \"…\"}]"
            )
        }
        return (rejection, "leave it out, or choose another provider")
    }
}

extension JSONValue {
    /// Whether it is a list without entries: nothing of it is sent.
    var isEmptyList: Bool { elements?.isEmpty == true }
}
