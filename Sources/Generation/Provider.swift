package import DailiesJSON
package import Foundation

/// A host of video models: one request in, one report out, in no provider's own words.
///
/// Each provider is a folder beside this file, and a line in `ProviderRegistry`; what travels on
/// its wire is known there and nowhere else.
package protocol Provider: Sendable {
    /// Its name, its keys and its addresses.
    static var identity: ProviderIdentity { get }

    init(_ access: ProviderAccess)

    /// Which server is talked to: runs of one are unknown to another.
    var instance: String { get }

    /// Buys a run; called once for each intent, never repeated by itself.
    ///
    /// - Throws: `ProviderFailure`; `.unknown` wherever the request may have been accepted.
    func submit(_ request: GenerationRequest) async throws -> RunReport

    /// Asks for a run; the answer's address of the file is as fresh as the provider makes it.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func report(on run: RemoteRun) async throws -> RunReport

    /// A run that a person found at the provider, to be asked for like one whose answer was seen.
    func run(found id: String, endpoint: String) -> RemoteRun

    /// Looks for what became of a submit whose answer was lost.
    ///
    /// - Returns: every run it may have become; `nil` where the provider keeps no list to look in.
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func find(_ lost: LostSubmit) async throws -> [RunReport]?

    /// Asks the provider to give up a run, which may come too late and still cost.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func cancel(_ run: RemoteRun) async throws -> Cancellation

    /// Hands over a picture or video that a run's request is to name.
    ///
    /// - Returns: what stands for it in a request.
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func upload(_ file: MediaUpload) async throws -> String

    /// Whether a callback is the provider's own; it proves nothing about the run.
    ///
    /// - Throws: `CallbackRefusal` where it isn't, or where that can't be found out.
    func check(_ callback: CallbackDelivery) async throws -> CallbackNews
}

extension Provider {
    package func run(found id: String, endpoint: String) -> RemoteRun { RemoteRun(id: id) }
}

/// A submit whose answer was never seen, by all that the provider could know it by.
package struct LostSubmit: Sendable {
    package let clientReference: String
    package let endpoint: String
    /// The model's input; where a picture was handed over, its address isn't known any more.
    package let input: JSONValue
    package let submittedAt: Date

    package init(
        clientReference: String, endpoint: String, input: JSONValue, submittedAt: Date
    ) {
        self.clientReference = clientReference
        self.endpoint = endpoint
        self.input = input
        self.submittedAt = submittedAt
    }
}

/// What became of the wish to cancel a run.
package enum Cancellation: String, Sendable, Hashable {
    /// The provider will try.
    case requested
    /// The run had already ended.
    case tooLate = "too-late"
    /// The provider offers no way to cancel.
    case unsupported
}

/// A picture's or video's bytes on their way to a provider.
package struct MediaUpload: Sendable {
    package let fileName: String
    /// Such as `image/png`.
    package let mediaType: String
    package let bytes: Data
    /// Whether it may travel inside the request, as a data URI, where no upload endpoint takes it.
    package let allowsDataURI: Bool

    package init(fileName: String, mediaType: String, bytes: Data, allowsDataURI: Bool = true) {
        self.fileName = fileName
        self.mediaType = mediaType
        self.bytes = bytes
        self.allowsDataURI = allowsDataURI
    }

    /// The file as a data URI (RFC 2397).
    var dataURI: String { "data:\(mediaType);base64,\(bytes.base64EncodedString())" }
}
