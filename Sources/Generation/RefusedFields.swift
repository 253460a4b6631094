import Synchronization

/// Fields of a submit that a provider refused because it doesn't know them.
final class RefusedFields: Sendable {
    private let names = Mutex<Set<String>>([])

    /// How servers say that they don't know a field. Other words about it, such as that its value is
    /// taken already, may mean that an earlier request was accepted.
    private static let words = [
        "unknown", "unexpected", "unrecognized", "not a field", "no such field", "extra",
        "additional", "not permitted", "not on the page",
    ]

    func contains(_ name: String) -> Bool { names.withLock { $0.contains(name) } }

    func insert(_ name: String) { names.withLock { _ = $0.insert(name) } }

    /// The field that a refusal is about; `nil` for every other failure.
    static func name(
        in failure: ProviderFailure, _ status: Int, among names: some Collection<String>
    ) -> String? {
        guard [400, 422].contains(status), case .refused(let reason) = failure,
            words.contains(where: reason.lowercased().contains)
        else { return nil }
        return names.sorted().first(where: reason.contains)
    }
}
