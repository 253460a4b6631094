/// Why an intent isn't recorded, so that nothing may be sent.
package enum IntentRefusal: Error, Hashable, Sendable {
    /// The run would exceed a cap.
    case cap(ExceededCap)
    /// The session has lost its claim on the run, and another one may work on it.
    case lostClaim
}

extension IntentRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cap(let exceeded): exceeded.description
        case .lostClaim: "another session may have taken it over"
        }
    }
}
