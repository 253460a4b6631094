import DailiesJSON

/// Where a shot is bought: its model, and that model's hosts in order of preference.
struct ShotSources {
    /// `nil` if the model can't be used.
    private(set) var model: ModelProfile?
    private(set) var hosts: [(provider: String, host: ModelHost)] = []
    private(set) var problems: [ListProblem] = []

    /// - Parameters:
    ///   - fields: the shot's merged fields.
    ///   - ownFields: the fields that the shot itself sets; if it names neither model nor provider, what
    ///     is wrong with them is a problem of the list.
    ///   - providers: replaces the providers of the list; `nil` keeps them.
    init(
        _ fields: [String: JSONValue], ownFields: Set<String>, shot: String, book: PresetBook,
        _ providers: [String]?
    ) {
        func report(_ field: String, _ message: String) {
            let isOwn =
                ownFields.contains(field) || field == "provider" && ownFields.contains("model")
            problems.append(ListProblem(shot: isOwn ? shot : nil, field: field, message))
        }
        let named = fields["model"] ?? .null
        guard named == .null || named.text != nil else {
            report("model", "it is \(named.kind); write a text in quotes")
            return
        }
        do {
            model = try book.model(named.text ?? PresetBook.defaultModel)
        } catch {
            error.messages.forEach { report("model", $0) }
            return
        }
        guard let names = providers ?? Self.names(fields["provider"] ?? .null), !names.isEmpty
        else {
            report(
                "provider",
                "write a provider's name in quotes, or a list of names in order of preference")
            return
        }
        guard let model else { return }
        for name in names {
            if let host = model.hosts[name] {
                if !hosts.contains(where: { $0.provider == name }) { hosts.append((name, host)) }
            } else {
                let known = model.hosts.keys.sorted().joined(separator: ", ")
                report("provider", "\(name) doesn't host \(model.name); its providers: \(known)")
            }
        }
    }

    /// The names in a field; `nil` if it is neither a name nor a list of names.
    private static func names(_ value: JSONValue) -> [String]? {
        switch value {
        case .null: [PresetBook.defaultProvider]
        case .string(let name): [name]
        case .array(let names) where names.allSatisfy({ $0.text != nil }):
            names.compactMap(\.text)
        default: nil
        }
    }
}
