package import DailiesJSON

/// The input of one endpoint in an OpenAPI document, as fal, eachlabs and Replicate publish them.
///
/// Sources: fal's documents (`info.x-fal-metadata.endpointId`, and the input by the reference in the
/// path's request body); Replicate's (`GET /v1/models/OWNER/NAME`: `components.schemas.Input` of its
/// newest version, values of enumerations by `allOf`, the order by `x-order`).
package struct OpenAPIInput: Sendable {
    /// The endpoint's address; `nil` if the document doesn't say it.
    package let address: String?
    /// The properties in the order of the document, if it has one.
    let properties: [Property]

    /// One field of the input.
    struct Property: Sendable {
        let name: String
        /// The schema with its references resolved.
        let schema: JSONValue
        let isRequired: Bool

        /// The type, such as "string"; `nil` if there is none.
        var type: String? { schema["type"]?.text }
        /// The allowed values; empty for any.
        var values: [JSONValue] { schema["enum"]?.elements ?? [] }
        var texts: [String] { values.compactMap(\.text) }
        var integers: [Int] { values.compactMap(\.integer).filter(Self.plausible.contains) }
        /// A bound of a number, such as `minimum`; `nil` if there is none that makes sense.
        func bound(_ key: String) -> Int? {
            schema[key]?.integer.flatMap { Self.plausible.contains($0) ? $0 : nil }
        }
        private static let plausible = -1_000_000_000...1_000_000_000
        var standard: JSONValue? { schema["default"] }
    }

    /// - Returns: `nil` if the document has no input.
    package init?(_ document: JSONValue) {
        // Replicate's model object has its name and owner beside the schema.
        let replicate = [document["owner"]?.text, document["name"]?.text].compactMap(\.self)
        let document = document["latest_version"]?["openapi_schema"] ?? document
        let resolver = SchemaResolver(schemas: document["components"]?["schemas"] ?? .null)
        let named =
            document["info"]?["x-fal-metadata"]?["endpointId"]?.text
            ?? (replicate.count == 2 ? replicate.joined(separator: "/") : nil)
        guard let found = Self.input(document, resolver, address: named),
            let members = found["properties"]?.members
        else { return nil }
        // An envelope with the input inside, as eachlabs' requests have it.
        if let inner = members["input"].map(resolver.resolve), inner["properties"] != nil {
            let model = members["model"].map(resolver.resolve)
            self.init(
                address: (model?["default"] ?? model?["const"] ?? model?["enum"]?.elements?.first)?
                    .text ?? named,
                schema: inner, resolver)
        } else {
            self.init(address: named, schema: found, resolver)
        }
    }

    private init(address: String?, schema: JSONValue, _ resolver: SchemaResolver) {
        self.address = address
        let members = schema["properties"]?.members ?? [:]
        let listed = (schema["x-fal-order-properties"]?.elements ?? []).compactMap(\.text)
        let order = listed.filter { members[$0] != nil }
        let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
        let rest = members.keys.filter { !order.contains($0) }.sorted {
            (members[$0]?["x-order"]?.integer ?? .max, $0)
                < (members[$1]?["x-order"]?.integer ?? .max, $1)
        }
        properties = (order + rest).compactMap { name in
            members[name].map {
                Property(
                    name: name, schema: resolver.resolve($0), isRequired: required.contains(name))
            }
        }
    }

    /// The schema of the input: of the endpoint's path, of the only path that takes JSON, or the one
    /// named `Input`.
    private static func input(
        _ document: JSONValue, _ resolver: SchemaResolver, address: String?
    ) -> JSONValue? {
        let paths = document["paths"]?.members ?? [:]
        let bodies = paths.sorted { $0.key < $1.key }.compactMap {
            path, item -> (String, JSONValue)? in
            let content = item["post"]?["requestBody"]?["content"]?["application/json"]
            return content?["schema"].map { (path, $0) }
        }
        if let address, let own = bodies.first(where: { $0.0 == "/\(address)" }) {
            return resolver.resolve(own.1)
        }
        if let input = resolver.schemas["Input"] { return resolver.resolve(input) }
        return bodies.first.map { resolver.resolve($0.1) }
    }
}

/// Resolves references and alternatives of schemas.
struct SchemaResolver: Sendable {
    let schemas: JSONValue

    /// A schema without references: the first alternative that isn't null, with the members that are
    /// written beside it.
    func resolve(_ schema: JSONValue) -> JSONValue {
        var steps = 0
        return resolve(schema, depth: 0, &steps)
    }

    /// More schemas than an input has: a schema may contain itself, several times.
    private static let largestCount = 10_000

    private func resolve(_ schema: JSONValue, depth: Int, _ steps: inout Int) -> JSONValue {
        steps += 1
        guard depth < 16, steps < Self.largestCount, var members = schema.members else {
            return schema
        }
        let name = members.removeValue(forKey: "$ref")?.text?.split(separator: "/").last
        var inner: [JSONValue] = name.flatMap { schemas[String($0)] }.map { [$0] } ?? []
        for key in ["allOf", "anyOf", "oneOf"] {
            let parts = members.removeValue(forKey: key)?.elements ?? []
            inner += parts.filter { $0["type"]?.text != "null" }.prefix(
                key == "allOf" ? parts.count : 1)
        }
        for part in inner {
            members.merge(resolve(part, depth: depth + 1, &steps).members ?? [:]) { own, _ in own }
        }
        return .object(members)
    }
}
