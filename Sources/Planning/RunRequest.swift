package import DailiesShotList

/// What one run asks for, in our own words: the canonical request.
///
/// It is planned, digested, stored, verified against and shown. A provider's wire format is made
/// from it just before the submit, in `Generation`.
package struct RunRequest: Hashable, Sendable {
    /// One prompt, or several in a row within the run.
    package var content: Shot.Content
    /// The requested duration in seconds.
    package var seconds: Int
    /// The requested shape, such as `16:9`; `nil` where a picture decides.
    package var aspectRatio: String?
    /// Whether sound is requested.
    package var generateAudio: Bool
    package var negativePrompt: String?
    package var cfgScale: Double?
    package var shotType: String?
    package var voiceIDs: [String]
    /// The picture that the run starts with.
    package var start: RequestMedia?
    /// The picture that the run ends with.
    package var end: RequestMedia?
    /// People and things that the model is to recognize, `@Element1` first.
    package var elements: [Element]

    /// A person or thing that the model is to recognize.
    package struct Element: Hashable, Sendable {
        package var appearance: Appearance
        /// The provider's id of its voice.
        package var voiceID: String?

        /// How it looks: pictures of it, or a video.
        package enum Appearance: Hashable, Sendable {
            case images(frontal: RequestMedia, others: [RequestMedia])
            case video(RequestMedia)
        }

        package init(appearance: Appearance, voiceID: String?) {
            self.appearance = appearance
            self.voiceID = voiceID
        }
    }

    package init(
        content: Shot.Content, seconds: Int, aspectRatio: String? = nil, generateAudio: Bool = true,
        negativePrompt: String? = nil, cfgScale: Double? = nil, shotType: String? = nil,
        voiceIDs: [String] = [], start: RequestMedia? = nil, end: RequestMedia? = nil,
        elements: [Element] = []
    ) {
        self.content = content
        self.seconds = seconds
        self.aspectRatio = aspectRatio
        self.generateAudio = generateAudio
        self.negativePrompt = negativePrompt
        self.cfgScale = cfgScale
        self.shotType = shotType
        self.voiceIDs = voiceIDs
        self.start = start
        self.end = end
        self.elements = elements
    }
}

extension RunRequest {
    /// The request of one run of a shot.
    ///
    /// - Parameters:
    ///   - seconds: the duration of this run.
    ///   - start: the picture that the run starts with; `nil` if there is none.
    ///   - isLast: whether the run is the last of its shot, which ends with the shot's end picture.
    init(_ shot: Shot, seconds: Int, start: RequestMedia?, isLast: Bool) {
        self.init(
            content: shot.content, seconds: seconds, generateAudio: shot.generateAudio,
            negativePrompt: shot.negativePrompt, cfgScale: shot.cfgScale, shotType: shot.shotType,
            voiceIDs: shot.voiceIDs, start: start,
            end: isLast ? shot.end.map(RequestMedia.init) : nil,
            elements: shot.elements.map(Element.init))
        // Image-to-video takes no shape: the picture decides.
        if media.isEmpty { aspectRatio = shot.aspectRatio }
    }

    /// Every picture and video that the request names, in a fixed order.
    package var media: [RequestMedia] {
        [start, end].compactMap(\.self) + elements.flatMap(\.media)
    }

    /// The same request with other references for some of its pictures and videos.
    package func mapMedia(_ transform: (RequestMedia) -> RequestMedia) -> RunRequest {
        var copy = self
        copy.start = start.map(transform)
        copy.end = end.map(transform)
        copy.elements = elements.map { $0.mapMedia(transform) }
        return copy
    }

    /// The request without its pictures and videos: what it asks for in words and numbers.
    package var withoutMedia: RunRequest {
        var copy = self
        copy.start = nil
        copy.end = nil
        copy.elements = []
        return copy
    }

    /// The request as it may be stored and shown: no signatures and no inline pictures.
    package var shown: RunRequest { mapMedia(\.shown) }
}

extension RunRequest.Element {
    init(_ element: Shot.Element) {
        voiceID = element.voiceID
        appearance =
            switch element.appearance {
            case .video(let video): .video(RequestMedia(video))
            case .images(let frontal, let others):
                .images(frontal: RequestMedia(frontal), others: others.map(RequestMedia.init))
            }
    }

    var media: [RequestMedia] {
        switch appearance {
        case .video(let video): [video]
        case .images(let frontal, let others): [frontal] + others
        }
    }

    func mapMedia(_ transform: (RequestMedia) -> RequestMedia) -> RunRequest.Element {
        var copy = self
        copy.appearance =
            switch appearance {
            case .video(let video): .video(transform(video))
            case .images(let frontal, let others):
                .images(frontal: transform(frontal), others: others.map(transform))
            }
        return copy
    }
}
