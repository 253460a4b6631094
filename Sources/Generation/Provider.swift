package import DailiesJSON
package import Foundation

/// A host of video models: takes a request and returns a report, both independent of the provider.
///
/// Each provider is a folder beside this file and a line in `ProviderRegistry`; only that folder
/// knows its wire format.
package protocol Provider: Sendable {
    /// Its name, key variables and base addresses.
    static var identity: ProviderIdentity { get }

    init(_ access: ProviderAccess)

    /// The base address of the server that runs are bought from; a run is unknown to any other
    /// server.
    var instance: String { get }

    /// Identifies the account by its key, which it doesn't reveal; `nil` if the account makes no difference
    /// to a search for a lost submit.
    var accountMark: String? { get }

    /// Whether a submit may contain our own id of the run (`clientReference`); `false` after the
    /// provider refused that field.
    ///
    /// Without the id, a run whose response is lost can't be told from others in the provider's list.
    var acceptsReference: Bool { get }

    /// Sends one request to buy a run; never repeats it.
    ///
    /// - Throws: `ProviderFailure`; `.unknown` if the request may have been accepted. After
    ///   `.retryable` nothing was accepted, and the caller may call again after its own checks.
    func submit(_ request: GenerationRequest) async throws -> RunReport

    /// Polls a run; a file's address in the report is newly issued if the provider does so.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func report(on run: RemoteRun) async throws -> RunReport

    /// A run that a person found at the provider, from its id; it can be polled like any other run.
    func remoteRun(id: String, endpoint: String) -> RemoteRun

    /// Looks for the run of a submit whose response was lost.
    ///
    /// - Returns: `nil` if the provider has no list of runs.
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func find(_ lost: LostSubmit) async throws -> RunSearch?

    /// Asks the provider to cancel a run; the run may already have ended, and may still cost.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func cancel(_ run: RemoteRun) async throws -> Cancellation

    /// Uploads a picture or video that a run's request refers to.
    ///
    /// - Returns: the file's address, asset name or data URI, for use in a request.
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func upload(_ file: MediaUpload) async throws -> String

    /// Verifies that a callback comes from the provider; its content is not trusted.
    ///
    /// - Throws: `CallbackRejection` if it doesn't, or if it can't be verified at the moment.
    func verify(_ callback: CallbackDelivery) async throws -> VerifiedCallback
}

extension Provider {
    package var accountMark: String? { nil }

    package var acceptsReference: Bool { Self.identity.listsClientReference }

    package func remoteRun(id: String, endpoint: String) -> RemoteRun { RemoteRun(id: id) }
}

/// A submit whose response was lost, with everything that may identify its run at the provider.
package struct LostSubmit: Sendable {
    package let clientReference: String
    package let endpoint: String
    /// The model's input; the addresses of uploaded pictures are no longer known.
    package let input: JSONValue
    /// The time of the submit by this machine's clock; `nil` to search the whole list, whatever the
    /// times are.
    package let submittedAt: Date?

    package init(
        clientReference: String, endpoint: String, input: JSONValue, submittedAt: Date?
    ) {
        self.clientReference = clientReference
        self.endpoint = endpoint
        self.input = input
        self.submittedAt = submittedAt
    }
}

/// The result of a search in a provider's list of runs.
package struct RunSearch: Sendable {
    /// Every run that may belong to the submit.
    package let matches: [RunReport]
    /// Whether the list contained other runs too: the server may have ignored the search, and may
    /// have returned a part of its list only.
    package let containsOthers: Bool
    /// The ids of runs that may belong to the submit, and can't be compared with it: the provider has
    /// removed what they were made from.
    package let incomparable: [String]

    package init(matches: [RunReport], containsOthers: Bool, incomparable: [String] = []) {
        self.matches = matches
        self.containsOthers = containsOthers
        self.incomparable = incomparable
    }
}

/// The result of a request to cancel a run.
package enum Cancellation: String, Sendable, Hashable {
    /// The provider accepted the request; the run may still finish.
    case requested
    /// The run had already ended.
    case tooLate = "too-late"
    /// The provider doesn't support cancellation.
    case unsupported
}

/// A picture or video to upload to a provider.
package struct MediaUpload: Sendable {
    package let fileName: String
    /// The media type, such as `image/png`.
    package let mediaType: String
    package let bytes: Data
    /// The size in bytes up to which the picture may be sent inside the request, as a data URI,
    /// where it can't be uploaded; 0 if the model accepts no data URIs at this host.
    package let dataURILimit: Int

    package init(fileName: String, mediaType: String, bytes: Data, dataURILimit: Int) {
        self.fileName = fileName
        self.mediaType = mediaType
        self.bytes = bytes
        self.dataURILimit = dataURILimit
    }

    /// The picture as a data URI (RFC 2397); `nil` for a video, or if it is too large.
    ///
    /// - Parameter hostLimit: the host's own limit in bytes.
    func dataURI(hostLimit: Int = .max) -> String? {
        guard mediaType.hasPrefix("image/"), bytes.count <= min(dataURILimit, hostLimit) else {
            return nil
        }
        return "data:\(mediaType);base64,\(bytes.base64EncodedString())"
    }
}
