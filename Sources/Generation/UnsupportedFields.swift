import Synchronization

/// Request fields and parameters that a provider refused as unknown.
final class UnsupportedFields: Sendable {
    private let names = Mutex<Set<String>>([])

    /// Phrases by which servers report an unknown field.
    ///
    /// Other errors about a field, such as that its value is already in use, may mean that an
    /// earlier request was accepted.
    private static let phrases = [
        "unknown", "unexpected", "unrecognized", "not a field", "no such field", "extra",
        "additional", "not permitted", "not on the page",
    ]

    func contains(_ name: String) -> Bool { names.withLock { $0.contains(name) } }

    func insert(_ name: String) { names.withLock { _ = $0.insert(name) } }

    /// The field that a failure refuses as unknown; `nil` for any other failure.
    static func rejectedName(
        in failure: ProviderFailure, _ status: Int, among names: some Collection<String>
    ) -> String? {
        guard [400, 422].contains(status), case .refused(let reason) = failure,
            phrases.contains(where: reason.lowercased().contains)
        else { return nil }
        return names.sorted().first(where: reason.contains)
    }
}
