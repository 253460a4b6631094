package import DailiesJSON
package import DailiesShotList

/// The canonical request of one run, independent of any provider.
///
/// It is planned, digested, stored and shown, and files are verified against it. `Generation` makes
/// the wire form from it just before the submit.
package struct RunRequest: Hashable, Sendable {
    /// One prompt, or several prompts for consecutive sections of the run.
    package var content: Shot.Content
    /// The requested duration in seconds.
    package var seconds: Int
    /// The requested aspect ratio, such as `16:9`; `nil` if a picture decides it.
    package var aspectRatio: String?
    /// The resolution, such as `1080p`; `nil` if the model has none to choose.
    package var resolution: String?
    /// The frames per second; `nil` if the model has none to choose.
    package var frameRate: Int?
    /// Whether sound is requested.
    package var generateAudio: Bool
    package var negativePrompt: String?
    package var cfgScale: Double?
    package var seed: Int?
    package var shotType: String?
    /// The model's own fields, by the model's own names.
    package var extras: [String: JSONValue]
    package var voiceIDs: [String]
    /// The picture that the run starts with.
    package var start: RequestMedia?
    /// The picture that the run ends with.
    package var end: RequestMedia?
    /// People and objects that the prompt refers to, starting with `@Element1`.
    package var elements: [Element]

    /// A person or object that the prompt refers to.
    package struct Element: Hashable, Sendable {
        package var appearance: Appearance
        /// The provider's id of its voice.
        package var voiceID: String?

        /// The pictures or the video that show it.
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
        content: Shot.Content, seconds: Int, aspectRatio: String? = nil, resolution: String? = nil,
        frameRate: Int? = nil, generateAudio: Bool = true, negativePrompt: String? = nil,
        cfgScale: Double? = nil, seed: Int? = nil, shotType: String? = nil,
        extras: [String: JSONValue] = [:], voiceIDs: [String] = [], start: RequestMedia? = nil,
        end: RequestMedia? = nil,
        elements: [Element] = []
    ) {
        self.content = content
        self.seconds = seconds
        self.aspectRatio = aspectRatio
        self.resolution = resolution
        self.frameRate = frameRate
        self.generateAudio = generateAudio
        self.negativePrompt = negativePrompt
        self.cfgScale = cfgScale
        self.seed = seed
        self.shotType = shotType
        self.extras = extras
        self.voiceIDs = voiceIDs
        self.start = start
        self.end = end
        self.elements = elements
    }
}

extension RunRequest {
    /// The request of one run of a shot, still without its aspect ratio.
    ///
    /// - Parameters:
    ///   - seconds: the duration of this run.
    ///   - start: the picture that the run starts with; `nil` if there is none.
    ///   - isLast: whether the run is the last of its shot, which ends with the shot's end picture.
    init(_ shot: Shot, seconds: Int, start: RequestMedia?, isLast: Bool) {
        self.init(
            content: shot.content, seconds: seconds, resolution: shot.resolution,
            frameRate: shot.frameRate, generateAudio: shot.generateAudio,
            negativePrompt: shot.negativePrompt, cfgScale: shot.cfgScale, seed: shot.seed,
            shotType: shot.shotType, extras: shot.extras, voiceIDs: shot.voiceIDs, start: start,
            end: isLast ? shot.end.map(RequestMedia.init) : nil,
            elements: shot.elements.map(Element.init))
    }

    /// The endpoint of a host that takes the request; `nil` if there is none.
    func endpoint(at host: ModelHost) -> ModelHost.Endpoint? {
        host.endpoint(
            hasStart: start != nil, hasEnd: end != nil, hasElements: !elements.isEmpty)
    }

    /// All pictures and videos that the request refers to, in a fixed order.
    package var media: [RequestMedia] {
        [start, end].compactMap(\.self) + elements.flatMap(\.media)
    }

    /// The request with each reference to a picture or video replaced by its transform.
    package func mapMedia(_ transform: (RequestMedia) -> RequestMedia) -> RunRequest {
        var copy = self
        copy.start = start.map(transform)
        copy.end = end.map(transform)
        copy.elements = elements.map { $0.mapMedia(transform) }
        return copy
    }

    /// The request without its pictures and videos.
    package var withoutMedia: RunRequest {
        var copy = self
        copy.start = nil
        copy.end = nil
        copy.elements = []
        return copy
    }

    /// The request without signatures and inline pictures, for storage and display.
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
