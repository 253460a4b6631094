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
        if usesPictures, host.imageToVideo.required.contains("start_image_url"), !hasStart {
            if hasEnd {
                report("end_image_url", "it needs a start picture: \"start_image_url\"")
            }
            if hasElements {
                report("elements", "elements need a start picture: \"start_image_url\"")
            }
        }
        for field in ShotFields.requestFields.sorted() {
            guard let value = fields[field], !value.isEmptyList else { continue }
            if problems.contains(where: { $0.field == field }) { continue }
            // An inherited aspect ratio isn't sent if a picture determines it.
            if field == "aspect_ratio", hasStart || !ownFields.contains(field) { continue }
            let isRefused =
                !(usesPictures ? host.imageToVideo : host.textToVideo).accepts(field)
                || hasContinuedParts && field != "aspect_ratio" && !host.imageToVideo.accepts(field)
            if isRefused { report(field, rejection(of: field, usesPictures: usesPictures)) }
        }
    }

    private func rejection(of field: String, usesPictures: Bool) -> String {
        let kind = usesPictures ? "image-to-video" : "text-to-video"
        let rejection = "\(provider)'s \(kind) doesn't accept \"\(field)\""
        if field == "voice_ids", host.imageToVideo.accepts("elements.voice_id") {
            return rejection
                + "; set the voice of an element in a shot with pictures: "
                + "\"elements\": [{…, \"voice_id\": \"…\"}]"
        }
        return rejection + "; leave it out, or choose another provider"
    }
}

extension JSONValue {
    /// Whether it is a list without entries: nothing of it is sent.
    var isEmptyList: Bool { elements?.isEmpty == true }
}
