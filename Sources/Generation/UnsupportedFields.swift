import Synchronization

/// Request fields and parameters that a provider refused as unknown.
final class UnsupportedFields: Sendable {
    private let names = Mutex<Set<String>>([])

    /// Phrases by which servers report an unknown field.
    ///
    /// Other errors about a field, such as that its value is already in use, may mean that an
    /// earlier request was accepted.
    private static let phrases = [
        "unknown field", "unknown parameter", "unknown query parameter", "unknown body field",
        "unexpected field", "unexpected parameter", "unrecognized field", "unrecognized parameter",
        "unrecognized key", "no such field", "extra field", "extra inputs", "additional propert",
        "not permitted", "extra_forbidden",
    ]

    func contains(_ name: String) -> Bool { names.withLock { $0.contains(name) } }

    func insert(_ name: String) { names.withLock { _ = $0.insert(name) } }

    /// The field that a failure refuses as unknown; `nil` for any other failure.
    ///
    /// A reason lists a server's complaints, separated by semicolons: phrase and field have to be in
    /// the same one.
    static func rejectedName(
        in failure: ProviderFailure, _ status: Int, among names: some Collection<String>
    ) -> String? {
        guard [400, 422].contains(status), case .refused(let reason) = failure else { return nil }
        let complaints = reason.split(separator: ";").filter { complaint in
            phrases.contains(where: complaint.lowercased().contains)
        }
        return names.sorted().first { name in
            complaints.contains { $0.contains(name) }
        }
    }
}
