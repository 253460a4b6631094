package import Foundation

/// A callback as received.
package struct CallbackDelivery: Sendable {
    /// Header fields by lowercased name.
    package let headers: [String: String]
    /// The body, byte for byte, since signatures are computed over bytes.
    package let body: Data
    package let receivedAt: Date
    /// The secret that was sent with the submit of the run that the callback's address belongs to.
    package let secret: String

    package init(headers: [String: String], body: Data, receivedAt: Date, secret: String) {
        self.headers = headers
        self.body = body
        self.receivedAt = receivedAt
        self.secret = secret
    }
}

/// A callback whose origin was verified: it names the run to poll.
///
/// Nothing else in it is used.
package struct VerifiedCallback: Sendable, Hashable {
    /// The provider's id of the run.
    package let runID: String
    /// Identifies the message, so that repeated deliveries count once.
    package let messageID: String
}

/// Why a callback is rejected.
package enum CallbackRejection: Error, Sendable, Equatable {
    /// It isn't a callback of this provider.
    case malformed
    /// Its signature or secret is missing or wrong.
    case invalidSignature
    /// Its timestamp is too old or in the future.
    case expired
    /// It can't be verified at the moment.
    case unverifiable(reason: String)
}
