package import Foundation

/// One callback as it came in.
package struct CallbackDelivery: Sendable {
    /// Header fields by lowercased name.
    package let headers: [String: String]
    /// The body to the byte: signatures are over bytes.
    package let body: Data
    package let receivedAt: Date
    /// The secret that was given with the run that the callback's address belongs to.
    package let secret: String

    package init(headers: [String: String], body: Data, receivedAt: Date, secret: String) {
        self.headers = headers
        self.body = body
        self.receivedAt = receivedAt
        self.secret = secret
    }
}

/// What a genuine callback says: which run to ask for.
///
/// Nothing else that it says is believed.
package struct CallbackNews: Sendable, Hashable {
    /// The provider's id of the run.
    package let runID: String
    /// Names this very message, so that it counts once however often it comes.
    package let message: String
}

/// Why a callback isn't heard.
package enum CallbackRefusal: Error, Sendable, Equatable {
    /// It is no callback of this provider's.
    case malformed
    /// It proves no origin, or a wrong one.
    case forged
    /// It was signed too long ago, or in the future.
    case stale
    /// Whether it is genuine can't be found out now.
    case unproven(reason: String)
}
