import DailiesDigest
package import DailiesJSON
package import DailiesShotList

/// One remote generation that must be bought: what is sent, to whom, and what it should cost.
package struct PlannedRun: Hashable, Sendable {
    /// The id of the shot it belongs to.
    package let shot: String
    /// Which part of a multi-run shot it is ("a", "b", …); `nil` where one run makes the shot.
    package let part: String?
    package let provider: String
    /// The model's id in our profiles.
    package let model: String
    /// The model's address at the provider.
    package let endpoint: String
    /// What is asked for; files and last pictures are named, and uploaded before the submit.
    package let request: RunRequest
    /// The user's own key-value pairs for the run; they change nothing of what is bought.
    package let metadata: [String: JSONValue]
    /// The run with whose last picture this one starts; `nil` where it needs none.
    package let startsFrom: String?
    /// The pixels of the picture it starts with, where they are known.
    package let startSize: ModelProfile.FrameSize?
    /// SHA-256 over provider, endpoint and request, with files and last pictures by their content:
    /// what would be bought.
    package let digest: String
    package let quote: Quote

    /// Names the run's takes, such as `010` or `020a`.
    package var name: String { shot + (part ?? "") }
}

extension PlannedRun {
    /// - Parameter contents: the SHA-256 of files and last pictures, by their references.
    static func digest(
        provider: String, endpoint: String, request: RunRequest,
        contents: [RequestMedia: String]
    ) -> String {
        let settled = request.mapMedia { media in
            contents[media].map(RequestMedia.content) ?? media
        }
        let bought: JSONValue = [
            "provider": .string(provider), "endpoint": .string(endpoint), "request": settled.json,
        ]
        return SHA256Digest(of: bought.canonicalBytes).hex
    }

    /// The same run, now that the take is known with whose last picture it starts: another take
    /// would make it another run.
    ///
    /// - Parameter contents: the SHA-256 of the files that the plan names, by their references.
    package func starting(
        withLastPictureOf take: String, sha256: String, size: ModelProfile.FrameSize?,
        contents: [RequestMedia: String]
    ) -> PlannedRun {
        let picture = RequestMedia.lastPicture(of: take)
        var settled = request
        settled.start = picture
        return PlannedRun(
            shot: shot, part: part, provider: provider, model: model, endpoint: endpoint,
            request: settled, metadata: metadata, startsFrom: startsFrom, startSize: size,
            digest: Self.digest(
                provider: provider, endpoint: endpoint, request: settled,
                contents: contents.merging([picture: sha256]) { $1 }),
            quote: quote)
    }
}
