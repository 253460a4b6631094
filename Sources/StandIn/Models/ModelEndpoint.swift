import DailiesJSON
import DailiesMediaTime

/// An endpoint as a model's file describes it.
struct ModelEndpoint: Sendable {
    let asks: JSONValue
    let delivers: JSONValue
    /// The fields that the page lists, or all that have a name.
    let fields: Set<String>
    let required: [String]
    let constants: [String: JSONValue]
    /// The resolutions that the host offers; `nil` for all of the model.
    let resolutions: [String]?
    private let wire: [String: JSONValue]

    /// The kinds of endpoints, by their keys in a file.
    static let kinds = ["text", "start", "start_end"]

    init(model: JSONValue, host: String, kind: String) {
        asks = model["asks"] ?? .null
        delivers = model["delivers"] ?? .null
        let host = model["hosts"]?[host] ?? .null
        let endpoint = host[kind] ?? .null
        // Later ones have precedence: the model's, the host's, the endpoint's.
        let forms = [model["wire"], host["wire"], endpoint["wire"]].compactMap { $0?.members }
        wire = forms.reduce([:]) { $0.merging($1) { $1 } }
        constants = forms.compactMap { $0["constants"]?.members }
            .reduce([:]) { $0.merging($1) { $1 } }
        resolutions = host["resolutions"]?.elements?.compactMap(\.text)
        required = (endpoint["required"]?.elements ?? []).compactMap(\.text)
        let listed = endpoint["fields"]?.elements?.compactMap(\.text)
        let named = wire.filter { $0.key != "constants" }.values.compactMap(Self.name)
        let extras = (asks["extras"]?.members ?? [:]).keys
        fields = Set(listed ?? named + Array(constants.keys) + Array(extras))
    }

    private static func name(_ form: JSONValue) -> String? { form.text ?? form["name"]?.text }

    /// The name of a field of shot lists, if the page lists it.
    func name(_ field: String) -> String? {
        wire[field].flatMap(Self.name).flatMap { fields.contains($0) ? $0 : nil }
    }

    /// The word for the form of a field's value.
    func form(_ field: String) -> String { wire[field]?["form"]?.text ?? "plain" }

    /// A number that belongs to a field's form.
    func formNumber(_ field: String, _ key: String) -> Int? { wire[field]?[key]?.integer }

    /// Our value in the place of the provider's: the file maps ours to theirs.
    func ours(_ field: String, _ theirs: JSONValue) -> String? {
        let mapped = wire[field]?["values"]?.members?.first { $0.value == theirs }?.key
        return mapped ?? theirs.text ?? theirs.integer.map(String.init)
    }

    /// The provider's values for ours.
    func theirs(_ field: String, _ ours: [String]) -> [JSONValue] {
        ours.map { wire[field]?["values"]?[$0] ?? .string($0) }
    }

    /// The numbers that a file allows, as a range or as values.
    func allowed(_ key: String) -> [Int] {
        let rule = asks[key]
        if let values = rule?["values"]?.elements { return values.compactMap(\.integer) }
        guard let least = rule?["minimum"]?.integer, let most = rule?["maximum"]?.integer,
            least <= most, most - least < 10_000
        else { return [] }
        return Array(least...most)
    }
}
