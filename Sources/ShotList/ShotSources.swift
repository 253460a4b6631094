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
    ///   - providers: those of the command line, which replace the list's; `nil` keeps them.
    init(
        _ fields: [String: JSONValue], ownFields: Set<String>, shot: String, book: PresetBook,
        _ providers: [String]?
    ) {
        var problems: [ListProblem] = []
        defer { self.problems = problems }
        func report(_ field: String, _ wrong: String, _ correction: String = "") {
            if field == "provider", providers != nil {
                problems.append(ListProblem(field: "--provider", wrong, correction))
                return
            }
            let isOwn =
                ownFields.contains(field) || field == "provider" && ownFields.contains("model")
            problems.append(ListProblem(shot: isOwn ? shot : nil, field: field, wrong, correction))
        }
        let named = fields["model"] ?? .null
        guard named == .null || named.text != nil else {
            report("model", "it is \(named.kind)", "write a text in quotes")
            return
        }
        do {
            model = try book.model(named.text ?? PresetBook.defaultModel)
        } catch {
            error.problems.forEach { report("model", $0.wrong, $0.correction) }
            model = error.meant
        }
        guard let names = providers ?? Self.names(fields["provider"] ?? .null), !names.isEmpty
        else {
            report(
                "provider", "",
                "write a provider's name in quotes, or a list of names in order of preference")
            return
        }
        for name in names {
            add(name, among: book.providers, report)
        }
    }

    /// Adds a provider that hosts the model; a mistyped name counts as the one that is meant.
    private mutating func add(
        _ name: String, among known: Set<String>, _ report: (String, String, String) -> Void
    ) {
        let hosts = model?.hosts ?? [:]
        var meant = name
        if hosts[name] == nil {
            let near = known.contains(name) ? nil : nearest(to: name, among: known)
            meant = near ?? name
            let names = hosts.keys.sorted().joined(separator: ", ")
            if let near {
                report("provider", "there is no provider \"\(name)\"", "did you mean \"\(near)\"?")
            } else if let model {
                report("provider", "\(name) doesn't host \(model.name)", "its providers: \(names)")
            } else if !known.contains(name) {
                let all = known.sorted().joined(separator: ", ")
                report("provider", "there is no provider \"\(name)\"", "known providers: \(all)")
            }
        }
        guard let host = hosts[meant], !self.hosts.contains(where: { $0.provider == meant })
        else { return }
        self.hosts.append((meant, host))
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
