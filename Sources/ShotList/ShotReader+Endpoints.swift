import DailiesJSON

// Whether the provider's page names every field that the shot's requests will hold.
extension ShotReader {
    /// Reports each field that an endpoint of the shot doesn't take, and each that it requires and
    /// that is missing: the provider would refuse the request.
    ///
    /// - Parameter hasContinuedParts: whether later parts start with the last picture of the part
    ///   before, and are bought as image-to-video.
    mutating func checkEndpoints(
        hasStart: Bool, hasEnd: Bool, hasElements: Bool, hasContinuedParts: Bool
    ) {
        let usesPictures = hasStart || hasEnd || hasElements
        if usesPictures, host.imageToVideo.required.contains("start_image_url"), !hasStart {
            if hasEnd {
                report("end_image_url", "it needs a \"start_image_url\" to come from")
            }
            if hasElements {
                report("elements", "only a shot that starts with a picture takes elements")
            }
        }
        for field in ShotFields.sent.sorted() where fields[field] != nil {
            if problems.contains(where: { $0.field == field }) { continue }
            // Inherited shapes are left out where pictures decide.
            if field == "aspect_ratio", hasStart || !own.contains(field) { continue }
            let isRefused =
                !(usesPictures ? host.imageToVideo : host.textToVideo).takes(field)
                || hasContinuedParts && field != "aspect_ratio" && !host.imageToVideo.takes(field)
            if isRefused { report(field, refusal(of: field, usesPictures: usesPictures)) }
        }
    }

    private func refusal(of field: String, usesPictures: Bool) -> String {
        let kind = usesPictures ? "image-to-video" : "text-to-video"
        let refusal = "\(provider)'s \(kind) takes no \"\(field)\""
        if field == "voice_ids", host.imageToVideo.takes("elements.voice_id") {
            return refusal
                + "; give the voice to an element of a shot with pictures: "
                + "\"elements\": [{…, \"voice_id\": \"…\"}]"
        }
        return refusal + "; leave it out, or choose another provider"
    }
}
