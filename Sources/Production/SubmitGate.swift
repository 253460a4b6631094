import Synchronization

/// Closes when the provider refuses the account, so that no further submit leaves.
final class SubmitGate: Sendable {
    private let refusal = Mutex<String?>(nil)

    /// Why nothing may be submitted; `nil` while all is well.
    var accountRefusal: String? { refusal.withLock { $0 } }

    func refuse(_ reason: String) { refusal.withLock { $0 = $0 ?? reason } }
}
