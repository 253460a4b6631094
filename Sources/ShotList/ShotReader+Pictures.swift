import DailiesJSON

/// Where a shot's pictures go on from.
enum Continuation: String, CaseIterable {
    /// From the last picture of the shot before; and each part from the part before.
    case previous
    /// Each part from the part before.
    case parts
}

// Pictures that a shot starts and ends with, and what the model is shown.
extension ShotReader {
    mutating func readContinuation() -> Continuation? {
        let choices = Continuation.allCases.map(\.rawValue)
        guard let word = readChoice("continue_from", among: choices),
            let continuation = Continuation(rawValue: word)
        else { return nil }
        guard continuation == .previous, !hasPrevious else { return continuation }
        if own.contains("continue_from") {
            report(
                "continue_from",
                "no shot comes before this one; leave it out, or write \"parts\"")
        }
        return .parts
    }

    mutating func readStart(_ continuation: Continuation?) -> Shot.Start? {
        let picture = readReference("start_image_url", fields["start_image_url"])
        if picture != nil || continuation == .previous, own.contains("aspect_ratio") {
            report(
                "aspect_ratio",
                "a shot that starts with a picture has that picture's shape; leave it out")
        }
        guard let picture else { return continuation == .previous ? .previousShot : nil }
        if continuation == .previous {
            if own.contains("continue_from"), own.contains("start_image_url") {
                report(
                    "start_image_url",
                    "the shot starts with this picture or with the last one of the shot before, "
                        + "not with both")
            }
            // What stands in the shot wins over what stands beneath it.
            if !own.contains("start_image_url") { return .previousShot }
        }
        return .picture(picture)
    }

    mutating func readEnd(isMultiShot: Bool) -> MediaReference? {
        guard let end = readReference("end_image_url", fields["end_image_url"]) else { return nil }
        if isMultiShot {
            report("end_image_url", "a run of several shots takes no end picture")
        }
        return end
    }

    mutating func readElements(_ content: Shot.Content?) -> [Shot.Element] {
        guard let value = fields["elements"] else {
            checkReferences(content, "elements", named: /@Element(\d+)/, count: 0)
            return []
        }
        guard let list = value.elements else {
            report("elements", "it is \(value.kind); write a list of objects")
            return []
        }
        let limits = model.elements
        if list.count > limits.maximum {
            report("elements", "there are \(list.count); \(model.name) takes \(limits.maximum)")
        }
        var elements: [Shot.Element] = []
        for (index, entry) in list.enumerated() {
            if let element = readElement(entry, place: "elements[\(index + 1)]") {
                elements.append(element)
            }
        }
        if elements.count(where: \.isVideo) > limits.videosMaximum {
            report("elements", "at most \(limits.videosMaximum) of them may be a video")
        }
        let words = content?.words ?? ""
        checkReferences(content, "elements", named: /@Element(\d+)/, count: list.count)
        for number in list.indices where !words.contains("@Element\(number + 1)") {
            report("elements", "the prompt never says @Element\(number + 1)")
        }
        return elements
    }

    private mutating func readElement(_ entry: JSONValue, place: String) -> Shot.Element? {
        let known = ["frontal_image_url", "reference_image_urls", "video_url", "voice_id"]
        for name in (entry.members ?? [:]).keys.sorted() where !known.contains(name) {
            report(place, "it has no field \"\(name)\"")
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
        case (nil, let frontal?)
        where (1...model.elements.referenceImagesMaximum).contains(others.count):
            return Shot.Element(
                appearance: .images(frontal: frontal, others: others), voiceID: voice)
        default:
            report(
                place,
                "write a \"frontal_image_url\" and 1 to \(model.elements.referenceImagesMaximum) "
                    + "\"reference_image_urls\", or a \"video_url\" alone")
            return nil
        }
    }

    private mutating func readElementVoice(_ value: JSONValue?, place: String) -> String? {
        guard let value else { return nil }
        guard let voice = value.text, !voice.isEmpty else {
            report(place, "its \"voice_id\" is \(value.kind); write a text in quotes")
            return nil
        }
        if !host.imageToVideo.takes("elements.voice_id") {
            let advice =
                host.imageToVideo.takes("voice_ids") ? "; name the voice in \"voice_ids\"" : ""
            report(place, "\(provider) takes no \"voice_id\" in an element\(advice)")
        }
        return voice
    }

    private mutating func readReference(_ field: String, _ value: JSONValue?) -> MediaReference? {
        guard let value, value != .null else { return nil }
        guard let text = value.text, !text.isEmpty else {
            report(field, "it is \(value.kind); write a file's path or an https address")
            return nil
        }
        if text.hasPrefix("data:") {
            if !host.takesDataURIs {
                report(field, "\(provider) takes no data: pictures; name the file instead")
            }
            return .address(text)
        }
        guard let colon = text.firstRange(of: "://") else { return .file(text) }
        let scheme = text[..<colon.lowerBound].lowercased()
        // Pictures that Runflow keeps already.
        let isKept = scheme == "runflow" && provider.hasPrefix("runflow")
        if scheme != "https", !isKept {
            report(field, "the provider can't fetch \(scheme)://; use https, or name a file")
        } else if !isKept, let host = PrivateHost.named(in: text) {
            report(
                field,
                "no provider can reach \(host); use an address of the public internet, or name a file"
            )
        }
        return .address(text)
    }
}

extension Shot.Element {
    fileprivate var isVideo: Bool { if case .video = appearance { true } else { false } }
}
