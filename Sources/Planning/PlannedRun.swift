import DailiesDigest
package import DailiesJSON
package import DailiesMediaTime
import DailiesShotList

/// One planned remote generation: the request, the provider and the quote.
///
/// A class, so that the many frames which hold it while a run is under way share it.
package final class PlannedRun: Hashable, Sendable {
    /// The id of the shot it belongs to.
    package let shot: String
    /// The part of a multi-run shot ("a", "b", …); `nil` if one run makes the shot.
    package let part: String?
    package let provider: String
    /// The id of the model profile.
    package let model: String
    /// The model's endpoint at the provider.
    package let endpoint: String
    /// The canonical request; it refers to files and last pictures, which are uploaded before the
    /// submit.
    package let request: RunRequest
    /// The user's own key-value pairs for the run; they don't change what is bought and aren't part
    /// of the digest.
    package let metadata: [String: JSONValue]
    /// The name of the run whose last picture this one starts with; `nil` if there is none.
    package let startsFrom: String?
    /// The size of the picture it starts with, in pixels; `nil` if it is unknown or there is none.
    package let startSize: FrameSize?
    /// Identifies what is bought: SHA-256 over provider, endpoint and request, in which files and
    /// last pictures are replaced by their SHA-256.
    package let digest: String
    package let quote: Quote
    /// The same run at the next providers, in order of preference.
    package let alternatives: [PlannedRun]

    init(
        shot: String, part: String?, provider: String, model: String, endpoint: String,
        request: RunRequest, metadata: [String: JSONValue], startsFrom: String?,
        startSize: FrameSize?, digest: String, quote: Quote, alternatives: [PlannedRun] = []
    ) {
        self.shot = shot
        self.part = part
        self.provider = provider
        self.model = model
        self.endpoint = endpoint
        self.request = request
        self.metadata = metadata
        self.startsFrom = startsFrom
        self.startSize = startSize
        self.digest = digest
        self.quote = quote
        self.alternatives = alternatives
    }

    /// The run at each of its providers, the preferred one first.
    package var candidates: [PlannedRun] { [self] + alternatives }

    /// The expected cost at the preferred provider, and the worst case at the dearest.
    package var quoteOfCandidates: Quote {
        candidates.dropFirst().reduce(quote) { $0.orAtWorst($1.quote) }
    }

    /// The shot's id with the part, such as `010` or `020a`; take names start with it.
    package var name: String { shot + (part ?? "") }

    /// The same run with others that are tried after it.
    func followed(by alternatives: [PlannedRun]) -> PlannedRun {
        PlannedRun(
            shot: shot, part: part, provider: provider, model: model, endpoint: endpoint,
            request: request, metadata: metadata, startsFrom: startsFrom, startSize: startSize,
            digest: digest, quote: quote, alternatives: alternatives)
    }

    package static func == (one: PlannedRun, other: PlannedRun) -> Bool {
        one === other
            || (one.shot, one.part, one.provider, one.model)
                == (other.shot, other.part, other.provider, other.model)
                && (one.endpoint, one.request, one.metadata, one.startsFrom)
                    == (other.endpoint, other.request, other.metadata, other.startsFrom)
                && (one.startSize, one.digest, one.quote, one.alternatives)
                    == (other.startSize, other.digest, other.quote, other.alternatives)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(digest)
    }
}

extension PlannedRun {
    /// A run that was bought earlier, and that no list needs to contain.
    ///
    /// - Parameter name: stands for the shot in messages.
    package convenience init(
        name: String, provider: String, model: String, endpoint: String, request: RunRequest,
        digest: String, quote: Quote
    ) {
        self.init(
            shot: name, part: nil, provider: provider, model: model, endpoint: endpoint,
            request: request, metadata: [:], startsFrom: nil, startSize: nil, digest: digest,
            quote: quote)
    }

    /// The digest of a run.
    ///
    /// - Parameters:
    ///   - contents: the SHA-256 of files, by reference.
    ///   - lastPicture: the SHA-256 of the last picture that the request starts with, or what stands for
    ///     it; `nil` if it starts with none.
    static func digest(
        provider: String, endpoint: String, request: RunRequest,
        contents: [RequestMedia: String], lastPicture: String?
    ) -> String {
        let resolved = request.mapMedia { media in
            let sha256 = media.isLastPicture ? lastPicture : contents[media]
            return sha256.map(RequestMedia.content) ?? media
        }
        let bought: JSONValue = [
            "provider": .string(provider), "endpoint": .string(endpoint), "request": resolved.json,
        ]
        return SHA256Digest(of: bought.canonicalBytes).hex
    }

    /// The run once the take is known whose last picture it starts with.
    ///
    /// The digest depends on the picture, so that another take gives another run.
    ///
    /// - Parameters:
    ///   - take: the name of the take.
    ///   - sha256: the SHA-256 of its last picture.
    ///   - size: the size of the picture in pixels.
    ///   - contents: the SHA-256 of the files that the plan names, by reference.
    package func starting(
        withLastPictureOf take: String, sha256: String, size: FrameSize?,
        contents: [RequestMedia: String]
    ) -> PlannedRun {
        let picture = RequestMedia.lastPicture(of: take)
        var resolved = request
        resolved.start = picture
        return PlannedRun(
            shot: shot, part: part, provider: provider, model: model, endpoint: endpoint,
            request: resolved, metadata: metadata, startsFrom: startsFrom, startSize: size,
            digest: Self.digest(
                provider: provider, endpoint: endpoint, request: resolved,
                contents: contents, lastPicture: sha256),
            quote: quote,
            alternatives: alternatives.map {
                $0.starting(
                    withLastPictureOf: take, sha256: sha256, size: size, contents: contents)
            })
    }
}
