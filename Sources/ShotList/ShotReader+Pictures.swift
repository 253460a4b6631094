import DailiesJSON

/// Which frame a shot or part continues from.
enum Continuation: String, CaseIterable {
    /// The shot from the last frame of the previous shot, and each part from the previous part.
    case previous
    /// Each part from the last frame of the previous part.
    case parts
}

// Start and end pictures, and elements.
extension ShotReader {
    mutating func readContinuation() -> Continuation? {
        let choices = Continuation.allCases.map(\.rawValue)
        guard let word = readChoice("continue_from", among: choices),
            let continuation = Continuation(rawValue: word)
        else { return nil }
        guard continuation == .previous, !hasPrevious else { return continuation }
        if ownFields.contains("continue_from") {
            report(
                "continue_from",
                "this is the first shot", "leave it out, or write \"parts\"")
        }
        return .parts
    }

    mutating func readStart(_ continuation: Continuation?) -> Shot.Start? {
        let picture = readReference("start_image_url", fields["start_image_url"])
        let hasStart = picture != nil || continuation == .previous
        let endpoint = host.endpoint(
            hasStart: true, hasEnd: fields["end_image_url"] != nil, hasElements: false)
        if hasStart, endpoint?.asksAspectRatio != true, ownFields.contains("aspect_ratio") {
            report(
                "aspect_ratio",
                "the start picture determines the aspect ratio", "leave it out")
        }
        guard let picture else { return continuation == .previous ? .previousShot : nil }
        if continuation == .previous {
            if ownFields.contains("continue_from"), ownFields.contains("start_image_url") {
                report(
                    "start_image_url", "",
                    "use \"start_image_url\" or \"continue_from\", not both")
            }
            // The shot's own field overrides a lower layer's.
            if !ownFields.contains("start_image_url") { return .previousShot }
        }
        return .picture(picture)
    }

    mutating func readEnd(isMultiShot: Bool) -> MediaReference? {
        guard let end = readReference("end_image_url", fields["end_image_url"]) else { return nil }
        if isMultiShot {
            report("end_image_url", "an end picture isn't allowed in a run of several shots")
        }
        return end
    }

    mutating func readElements(_ content: Shot.Content?) -> [Shot.Element] {
        guard let limits = asks.elements else { return [] }
        guard let value = fields["elements"] else {
            checkReferences(content, "elements", limits.mention, count: 0)
            return []
        }
        guard let list = value.elements else {
            report("elements", "it is \(value.kind)", "write a list of objects")
            return []
        }
        if list.count > limits.maximum {
            report("elements", "there are \(list.count)", "\(model.name) allows \(limits.maximum)")
        }
        var elements: [Shot.Element] = []
        for (index, entry) in list.enumerated() {
            if let element = readElement(entry, limits, place: "elements[\(index + 1)]") {
                elements.append(element)
            }
        }
        if elements.count(where: \.isVideo) > limits.videosMaximum {
            report("elements", "at most \(limits.videosMaximum) of them may be a video")
        }
        checkReferences(content, "elements", limits.mention, count: list.count)
        return elements
    }

    private mutating func readElement(
        _ entry: JSONValue, _ limits: ModelAsks.ElementLimits, place: String
    ) -> Shot.Element? {
        let known = ["frontal_image_url", "reference_image_urls", "video_url", "voice_id"]
        for name in (entry.members ?? [:]).keys.sorted() where !known.contains(name) {
            report("\(place).\(name)", "unknown field", suggestion(for: name, among: known))
        }
        let voice = readElementVoice(entry["voice_id"], place: place)
        let video = readReference(place, entry["video_url"])
        let frontal = readReference(place, entry["frontal_image_url"])
        let others = (entry["reference_image_urls"]?.elements ?? []).compactMap {
            readReference(place, $0)
        }
        switch (video, frontal) {
        case (let video?, nil) where others.isEmpty:
            return Shot.Element(appearance: .video(video), voiceID: voice)
        case (nil, let frontal?) where limits.allows(referenceImages: others.count):
            return Shot.Element(
                appearance: .images(frontal: frontal, others: others), voiceID: voice)
        default:
            let most = limits.referenceImagesMaximum
            report(
                place, "",
                most == 0
                    ? "write a \"frontal_image_url\" alone, or a \"video_url\" alone"
                    : "write a \"frontal_image_url\" and 1 to \(most) "
                        + "\"reference_image_urls\", or a \"video_url\" alone")
            return nil
        }
    }

    private mutating func readElementVoice(_ value: JSONValue?, place: String) -> String? {
        guard let value else { return nil }
        guard let voice = value.text, !voice.isEmpty else {
            let found = value.text == "" ? "empty" : value.kind
            report(place, "its \"voice_id\" is \(found)", "write a text in quotes")
            return nil
        }
        if host.start?.accepts("elements.voice_id") != true {
            let hasVoices = host.start?.accepts("voice_ids") == true
            report(
                place, "\(provider) doesn't accept \"voice_id\" in an element",
                hasVoices ? "use \"voice_ids\"" : "")
        }
        return voice
    }

    mutating func readReference(_ field: String, _ value: JSONValue?) -> MediaReference? {
        guard let value, value != .null else { return nil }
        guard let text = value.text, !text.isEmpty else {
            let found = value.text == "" ? "empty" : value.kind
            report(field, "it is \(found)", "write a file's path or an https address")
            return nil
        }
        if text.hasPrefix("data:") {
            if !host.acceptsDataURIs {
                report(field, "\(provider) doesn't accept data: pictures", "write the file's path")
            }
            return .address(text)
        }
        guard let colon = text.firstRange(of: "://") else { return .file(text) }
        let scheme = text[..<colon.lowerBound].lowercased()
        // Assets stored at Runflow.
        let isAsset = scheme == "runflow" && provider.hasPrefix("runflow")
        if scheme != "https", !isAsset {
            report(
                field, "the provider can't fetch \(scheme)://", "use https, or write a file's path")
        } else if !isAsset, let host = PrivateHost.host(in: text) {
            report(
                field,
                "no provider can reach \(host)", "use a public address, or write a file's path"
            )
        }
        return .address(text)
    }
}

extension ModelAsks.ElementLimits {
    /// Whether a frontal picture may come with so many reference pictures; a model that takes any needs
    /// at least one.
    fileprivate func allows(referenceImages count: Int) -> Bool {
        count <= referenceImagesMaximum && (count > 0 || referenceImagesMaximum == 0)
    }
}

extension Shot.Element {
    fileprivate var isVideo: Bool { if case .video = appearance { true } else { false } }
}
