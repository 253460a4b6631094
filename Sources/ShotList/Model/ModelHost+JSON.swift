import DailiesJSON

extension ModelHost {
    package static let keys: Set = [
        "note", "text", "start", "start_end", "wire", "multi_prompt_maximum", "resolutions",
        "data_uris", "upload_bytes_maximum",
    ]

    /// - Parameter wire: the form that the model has at all its hosts.
    static func read(_ fields: inout PresetFields, wire: WireForm) -> ModelHost? {
        fields.rejectKeys(except: keys)
        let own = fields.has("wire") ? fields.object("wire") { WireForm.read(&$0) } : .empty
        let merged = wire.merging(own ?? .empty)
        let text = fields.optional("text") { $0.object($1) { Endpoint.read(&$0, merged) } }
        let start = fields.optional("start") { $0.object($1) { Endpoint.read(&$0, merged) } }
        let both = fields.optional("start_end") { $0.object($1) { Endpoint.read(&$0, merged) } }
        let multiPromptMaximum = fields.optional("multi_prompt_maximum") { $0.integer($1) }
        let resolutions = fields.optional("resolutions") { $0.texts($1) }
        let acceptsDataURIs = fields.bool("data_uris")
        let uploadBytesMaximum = fields.optional("upload_bytes_maximum") { $0.integer($1) }
        if !["text", "start", "start_end"].contains(where: fields.has) {
            fields.report("text", "it is missing; write \"text\", \"start\" or \"start_end\"")
        }
        guard fields.problems.isEmpty, let acceptsDataURIs else { return nil }
        return ModelHost(
            text: text, start: start, startAndEnd: both, multiPromptMaximum: multiPromptMaximum,
            resolutions: resolutions, acceptsDataURIs: acceptsDataURIs,
            uploadBytesMaximum: uploadBytesMaximum)
    }
}

extension ModelHost.Endpoint {
    package static let keys: Set = ["address", "fields", "required", "wire"]

    fileprivate static func read(_ fields: inout PresetFields, _ wire: WireForm) -> Self? {
        fields.rejectKeys(except: keys)
        let address = fields.text("address")
        let listed = fields.optional("fields") { $0.texts($1) }
        let required = fields.optional("required") { $0.texts($1) }
        let own = fields.has("wire") ? fields.object("wire") { WireForm.read(&$0) } : .empty
        guard let address, let own else { return nil }
        return Self(
            address: address, fields: listed.map { Set($0) }, required: Set(required ?? []),
            wire: wire.merging(own))
    }
}

extension WireForm {
    package static let keys: Set<String> = CanonicalField.names.union(["constants", "defaults"])

    /// Reads the fields by their names in shot lists, the `constants` and the `defaults`.
    static func read(_ fields: inout PresetFields) -> WireForm? {
        fields.rejectKeys(except: keys)
        let constants = fields.optional("constants") { $0.value($1, "an object", \.members) }
        let defaults = fields.optional("defaults") { $0.value($1, "an object", \.members) }
        var read: [String: Field] = [:]
        for name in CanonicalField.names.sorted() where fields.has(name) {
            read[name] = Field.read(&fields, name)
        }
        return fields.problems.isEmpty
            ? WireForm(fields: read, constants: constants ?? [:], defaults: defaults ?? [:]) : nil
    }
}

extension WireForm.Field {
    package static let keys: Set = ["name", "form", "values", "extra", "rate", "with"]

    private enum Word: String, CaseIterable {
        case plain, text, seconds, frames, json, shots, numbered
        case jsonShots = "json_shots"
    }

    /// A name, or an object with `name`, `form`, `values` and `with`.
    fileprivate static func read(_ fields: inout PresetFields, _ key: String) -> Self? {
        if !fields.isObject(key) {
            return fields.value(key, "the field's name, or an object with its \"name\"", \.text)
                .map { Self(name: $0, form: .plain, values: [:], companions: [:]) }
        }
        return fields.object(key) { field in
            field.rejectKeys(except: keys)
            let name = field.text("name")
            let word: Word? = field.optional("form") { $0.choice($1) }
            let values = field.optional("values") { $0.value($1, "an object", \.members) }
            let extra = field.optional("extra") { $0.integer($1) }
            let rate = field.optional("rate") { $0.integer($1) }
            let companions = field.optional("with") { $0.value($1, "an object", \.members) }
            guard field.problems.isEmpty, let name else { return nil }
            let form: WireForm.Form =
                switch word {
                case .plain?, nil: .plain
                case .text?: .text
                case .seconds?: .seconds
                case .json?: .json
                case .shots?: .shots
                case .numbered?: .numbered
                case .jsonShots?: .jsonShots
                case .frames?: .frames(extra: extra ?? 0, rate: rate)
                }
            return Self(
                name: name, form: form, values: values ?? [:], companions: companions ?? [:])
        }
    }
}
