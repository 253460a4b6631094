import DailiesDigest
package import Foundation

/// Signs links to files for a limited time, as object stores do.
///
/// The signature is Swift's `Hasher` with a random key of 128 bits, since it must resist guessing
/// for one rehearsal only.
package struct LinkSigner: Sendable {
    private let key = randomHexadecimal()
    /// The lifetime of a link.
    package let lifetime: Duration

    /// Makes a signer with a random key; links are valid for `lifetime`, in whole seconds.
    package init(lifetime: Duration) { self.lifetime = lifetime }

    /// The reason why a link isn't valid.
    package enum Problem: Sendable {
        case signatureDoesNotMatch
        case expired
    }

    /// The query of a link to `path` that is valid from `now`.
    package func query(for path: String, now: Date) -> String {
        let expires = String(Int(now.timeIntervalSince1970) + Int(lifetime.components.seconds))
        return "X-Expires=\(expires)&X-Signature=\(signature(path, expires))"
    }

    /// Checks the query of a link at `now`; `nil` if it is valid.
    package func problem(of query: [String: String], for path: String, now: Date) -> Problem? {
        guard let expires = query["X-Expires"], let deadline = Int(expires),
            query["X-Signature"] == signature(path, expires)
        else { return .signatureDoesNotMatch }
        return Double(deadline) > now.timeIntervalSince1970 ? nil : .expired
    }

    private func signature(_ path: String, _ expires: String) -> String {
        (0..<4).map { part in
            var hasher = Hasher()
            hasher.combine(key)
            hasher.combine(part)
            hasher.combine(path)
            hasher.combine(expires)
            let digits = String(UInt(bitPattern: hasher.finalize()), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
