package import DailiesJSON
import DailiesMediaTime

extension ModelProfile {
    package static let keys: Set = [
        "schema", "id", "name", "note", "sources", "asks", "wire", "hosts", "delivers",
    ]

    /// Reads a profile.
    ///
    /// - Throws: `InvalidPreset` with every problem: each key that is missing, unknown or has a wrong
    ///   value, and each contradiction between them.
    package init(_ json: JSONValue) throws(InvalidPreset) {
        var fields = PresetFields(json.withoutRemarks())
        try fields.checkSchema(Self.schema)
        fields.rejectKeys(except: Self.keys)
        let id = fields.text("id")
        let name = fields.text("name")
        let sources = fields.value("sources", "a list of {\"for\", \"source\", \"date\"}") { json in
            json.elements?.allKnown(Source.init)
        }
        let asks = fields.object("asks", ModelAsks.read)
        let wire =
            fields.has("wire")
            ? fields.object("wire") { WireForm.read(&$0) } : WireForm.empty
        let hosts = fields.dictionary("hosts") { hosts, provider in
            hosts.object(provider) { ModelHost.read(&$0, wire: wire ?? .empty) }
        }
        let delivers = fields.object("delivers", ModelDelivery.read)
        guard fields.problems.isEmpty, let id, let name, let sources, let asks, wire != nil,
            let hosts, let delivers
        else { throw InvalidPreset(fields.problems) }
        self.init(
            id: id, name: name, sources: sources, asks: asks, hosts: hosts, delivers: delivers)
        let contradictions = self.contradictions
        guard contradictions.isEmpty else { throw InvalidPreset(contradictions) }
    }
}

extension ModelProfile.Source {
    init?(_ json: JSONValue) {
        guard let subject = json["for"]?.text, let source = json["source"]?.text,
            let date = json["date"]?.text
        else { return nil }
        self.init(subject: subject, source: source, date: date)
    }
}

extension [JSONValue] {
    /// Converts every element; `nil` if one can't be converted.
    func allKnown<Value>(_ convert: (JSONValue) -> Value?) -> [Value]? {
        let values = compactMap(convert)
        return values.count == count ? values : nil
    }
}
